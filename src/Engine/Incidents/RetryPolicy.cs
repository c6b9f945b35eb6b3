namespace AfterSales.Engine.Incidents;

/// <summary>Whether the delay stays the same or grows from one attempt to the next.</summary>
public enum BackOff { Fixed, Exponential }

/// <summary>What becomes of a faulted activity once nothing tries it again by itself.</summary>
public enum AfterLastAttempt
{
    /// <summary>A person retries it, skips it or cancels the instance.</summary>
    Wait,

    /// <summary>It leaves by the outcome that the policy names.</summary>
    Leave,

    /// <summary>The instance is cancelled.</summary>
    Cancel,
}

/// <summary>When a faulted activity is tried again, and what happens when that does not help. A definition may give one to each activity, as <c>customProperties.retryPolicy</c>.</summary>
public sealed record RetryPolicy
{
    public const int MostAttempts = 100;
    public static readonly TimeSpan LongestDelay = TimeSpan.FromDays(30);

    /// <summary>How often the activity is tried in all, the first time included.</summary>
    public int Attempts { get; init; } = 4;
    public BackOff BackOff { get; init; } = BackOff.Exponential;

    /// <summary>Between the first attempt and the second.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>By how much each delay of an exponential back-off is longer than the one before.</summary>
    public double Factor { get; init; } = 6;

    /// <summary>No delay is longer, jitter aside.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The share of a delay, 0 to 1, by which it may be longer, so that instances that fault together do not come back together.</summary>
    public double Jitter { get; init; } = 0.1;

    /// <summary>Which exceptions: names of types with <c>*</c>, or <c>transient</c>. Empty: all.</summary>
    public IReadOnlyList<string> On { get; init; } = [];
    public AfterLastAttempt Then { get; init; }

    /// <summary>The outcome to leave by; with <see cref="AfterLastAttempt.Leave"/> only.</summary>
    public string? Outcome { get; init; }

    /// <summary>How long to wait after so many attempts; null when there is no further one. The sample, from 0 to 1, decides about the jitter.</summary>
    public TimeSpan? DelayAfter(int attempts, Exception fault, double sample)
    {
        // Trying again by itself cannot help where a guard was crossed.
        if (attempts >= Attempts || fault is Runtime.WorkflowGuardException || !FaultPattern.Matches(On, fault))
            return null;
        var growth = BackOff is BackOff.Exponential ? Math.Pow(Factor, attempts - 1) : 1;
        var seconds = Math.Min(Delay.TotalSeconds * growth, MaxDelay.TotalSeconds) * (1 + (Jitter * sample));
        return TimeSpan.FromMicroseconds(Math.Floor(seconds * 1_000_000));
    }

    /// <summary>What is wrong with the policy, property by property; nothing when it is sound.</summary>
    public IEnumerable<(string Property, string Message)> Check()
    {
        if (Attempts is < 1 or > MostAttempts)
            yield return ("attempts", $"An activity is tried 1 to {MostAttempts} times, not {Attempts}.");
        if (Delay < TimeSpan.Zero || Delay > LongestDelay)
            yield return ("delay", $"A delay is between nothing and {LongestDelay.TotalDays} days, not {Delay}.");
        if (MaxDelay < TimeSpan.Zero || MaxDelay > LongestDelay)
            yield return ("maxDelay", $"A delay is between nothing and {LongestDelay.TotalDays} days, not {MaxDelay}.");
        if (Factor is not (>= 1 and <= 100))
            yield return ("factor", $"The factor is between 1 and 100, not {Factor}.");
        if (Jitter is not (>= 0 and <= 1))
            yield return ("jitter", $"The jitter is a share between 0 and 1, not {Jitter}.");
        foreach (var (index, pattern) in On.Index())
            if (!FaultPattern.IsValid(pattern))
                yield return ($"on[{index}]", $"'{pattern}' is no name of an exception type; write one such as System.TimeoutException or System.Net.*, or transient.");
        if (Then is AfterLastAttempt.Leave && string.IsNullOrEmpty(Outcome))
            yield return ("outcome", "Name the outcome to leave by.");
        if (Then is not AfterLastAttempt.Leave && Outcome is not null)
            yield return ("outcome", "An outcome is for a policy whose 'then' is leave.");
    }
}
