using System.Globalization;
using System.Text;
using QRCoder;

namespace AfterSales.Host.EquipmentRegister;

/// <summary>Draws a QR code as the path of an SVG, one unit a module, with the quiet zone around it.</summary>
internal static class QrDrawing
{
    /// <returns>The length of a side and the path of the dark modules.</returns>
    public static (int Size, string Path) Of(string text)
    {
        // M: a label that is scratched by a seventh is still read.
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Length; x++)
            {
                if (!rows[y][x])
                    continue;
                var from = x;
                while (x < rows[y].Length && rows[y][x])
                    x++;
                path.Append(CultureInfo.InvariantCulture, $"M{from} {y}h{x - from}v1H{from}z");
            }
        }

        return (rows.Count, path.ToString());
    }
}
