namespace AfterSales.Engine.Expressions.Library;

/// <summary>Reads ECMAScript's date-time format: YYYY, YYYY-MM, YYYY-MM-DD, each with an optional THH:mm[:ss[.fraction]] and Z or ±HH:mm.</summary>
internal ref struct IsoDateReader(string text)
{
    private int _position;

    /// <summary>False if the text has another form, or a part that no calendar or clock has.</summary>
    public bool TryRead(out double time)
    {
        time = double.NaN;
        int month = 1, day = 1, hour = 0, minute = 0, second = 0, millisecond = 0, offset = 0;
        if (!Digits(4, out var year))
            return false;
        if (Skip('-') && (!Digits(2, out month) || (Skip('-') && !Digits(2, out day))))
            return false;
        if (Skip('T') && !(Time(out hour, out minute, out second, out millisecond) && Offset(out offset)))
            return false;
        if (_position < text.Length || !IsDate(year, month, day) || !IsTime(hour, minute, second, millisecond))
            return false;

        time = CalendarTime.ToTime([year, month - 1, day, hour, minute - offset, second, millisecond]);
        return true;
    }

    // The calendar repeats every 400 years, and .NET's has no year 0.
    private static bool IsDate(int year, int month, int day) =>
        month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(2000 + year % 400, month);

    private static bool IsTime(int hour, int minute, int second, int millisecond) =>
        minute < 60 && second < 60 && (hour < 24 || (hour == 24 && minute + second + millisecond == 0));

    private bool Time(out int hour, out int minute, out int second, out int millisecond)
    {
        (second, millisecond, minute) = (0, 0, 0);
        if (!Digits(2, out hour) || !Skip(':') || !Digits(2, out minute))
            return false;
        return !Skip(':') || (Digits(2, out second) && (!Skip('.') || Fraction(out millisecond)));
    }

    private bool Fraction(out int millisecond)
    {
        var start = _position;
        millisecond = 0;
        for (; _position < text.Length && char.IsAsciiDigit(text[_position]); _position++)
        {
            // What is finer than a millisecond is cut off.
            if (_position - start < 3)
                millisecond = millisecond * 10 + (text[_position] - '0');
        }

        for (var missing = 3 - (_position - start); missing > 0; missing--)
            millisecond *= 10;
        return _position > start;
    }

    private bool Offset(out int minutes)
    {
        minutes = 0;
        if (Skip('Z') || _position == text.Length)
            return true;

        var sign = Skip('+') ? 1 : Skip('-') ? -1 : 0;
        if (sign == 0 || !Digits(2, out var hour) || !Skip(':') || !Digits(2, out var minute) || hour > 23 || minute > 59)
            return false;
        minutes = sign * (hour * 60 + minute);
        return true;
    }

    private bool Skip(char expected)
    {
        if (_position >= text.Length || text[_position] != expected)
            return false;
        _position++;
        return true;
    }

    private bool Digits(int count, out int number)
    {
        number = 0;
        if (_position + count > text.Length)
            return false;
        for (var end = _position + count; _position < end; _position++)
        {
            if (!char.IsAsciiDigit(text[_position]))
                return false;
            number = number * 10 + (text[_position] - '0');
        }

        return true;
    }
}
