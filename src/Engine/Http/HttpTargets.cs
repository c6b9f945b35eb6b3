using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AfterSales.Engine.Runtime;
using Microsoft.Extensions.Options;

namespace AfterSales.Engine.Http;

/// <summary>A workflow may not call this address.</summary>
public sealed class HttpTargetRefusedException(string message) : WorkflowGuardException(message);

/// <summary>
/// Which addresses workflows may call. Checked by name before a request and each of its redirects, and by address when a connection is made: a name that resolves
/// elsewhere the second time gains nothing.
/// </summary>
internal sealed class HttpTargets(IOptions<WorkflowHttpOptions> options)
{
    // Everything that is not another machine on the public internet, and the address at which Azure serves metadata.
    private static readonly IPNetwork[] NotPublic =
    [
        .. ((string[])
        [
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        ]).Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <exception cref="HttpTargetRefusedException">The address may not be called, as far as can be told by looking at it.</exception>
    public void Check(Uri url)
    {
        if (url.Scheme is not ("http" or "https"))
            throw new HttpTargetRefusedException($"'{url.Scheme}' addresses are not called; use http or https.");
        if (url.UserInfo.Length > 0)
            throw new HttpTargetRefusedException("An address must not hold a user name or password; use Authorization.");
        if (IsListed(url.IdnHost, url.Port))
            return;
        if (!options.Value.AllowPublicHosts || (IPAddress.TryParse(url.IdnHost, out var address) && !IsPublic(address)))
            throw Refuse(url.IdnHost, url.Port);
    }

    /// <summary>Connects to an allowed address of the host.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host.Trim('[', ']'), context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken);
        if (!IsListed(host, port))
        {
            addresses = options.Value.AllowPublicHosts ? [.. addresses.Where(IsPublic)] : [];
            if (addresses.Length is 0)
                throw Refuse(host, port);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (plain.AddressFamily is AddressFamily.InterNetwork || GlobalUnicast.Contains(plain)) && !NotPublic.Any(network => network.Contains(plain));
    }

    private bool IsListed(string host, int port) => options.Value.AllowedHosts.Any(entry => Matches(entry, host.Trim('[', ']'), port));

    private static bool Matches(string entry, string host, int port)
    {
        // An IPv6 address with a port stands in brackets; without brackets all its colons are its own.
        var end = entry.StartsWith('[') ? entry.IndexOf("]:", StringComparison.Ordinal) + 1 : entry.Count(c => c is ':') is 1 ? entry.IndexOf(':', StringComparison.Ordinal) : 0;
        if (end > 0 && entry[(end + 1)..] != port.ToString(CultureInfo.InvariantCulture))
            return false;
        var name = (end > 0 ? entry[..end] : entry).Trim('[', ']');
        return name.StartsWith("*.", StringComparison.Ordinal) ? host.EndsWith(name[1..], StringComparison.OrdinalIgnoreCase) : host.Equals(name, StringComparison.OrdinalIgnoreCase);
    }

    private static HttpTargetRefusedException Refuse(string host, int port) =>
        new($"{host}:{port} may not be called: it is not on the public internet and not in the list of allowed hosts.");
}
