using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Testing;

namespace AfterSales.Domain.Tests.Audit;

/// <summary>Whatever is done to the record behind the product's back is found, and where.</summary>
public sealed class VerifyAuditTests
{
    public static TheoryData<string, int, string> Tampering => new()
    {
        { "UPDATE AuditRecords SET ActorName = 'somebody' WHERE Chain = '{0}' AND Sequence = 2", 2, "Record 2 was altered." },
        { "UPDATE AuditRecords SET Changes = replace(Changes, 'Open', 'Done') WHERE Chain = '{0}' AND Sequence = 4", 4, "Record 4 was altered." },
        { "UPDATE AuditRecords SET At = At + 1 WHERE Chain = '{0}' AND Sequence = 1", 1, "Record 1 was altered." },
        { "UPDATE AuditRecords SET DefinitionVersion = 2 WHERE Chain = '{0}' AND Sequence = 3", 3, "Record 3 was altered." },
        { "UPDATE AuditRecords SET TraceId = 'x' WHERE Chain = '{0}' AND Sequence = 2", 2, "Record 2 was altered." },
        { "UPDATE AuditRecords SET Hash = zeroblob(32) WHERE Chain = '{0}' AND Sequence = 3", 3, "Record 3 was altered." },
        { "DELETE FROM AuditRecords WHERE Chain = '{0}' AND Sequence = 1", 1, "Record 1 is missing." },
        { "DELETE FROM AuditRecords WHERE Chain = '{0}' AND Sequence = 2", 2, "Record 2 is missing." },
        { "DELETE FROM AuditRecords WHERE Chain = '{0}' AND Sequence = 4", 4, "The chain ends at record 3; its head says 4." },
        { "DELETE FROM AuditRecords WHERE Chain = '{0}'", 1, "Every record is missing." },
        { "DELETE FROM AuditChains WHERE Chain = '{0}'", 1, "The chain has records but no head." },
        { "DELETE FROM AuditRecords WHERE Chain = '{0}' AND Sequence = 4; UPDATE AuditChains SET Length = 3 WHERE Chain = '{0}'", 4, "The chain ends at record 3; its head says 3." },
        { "UPDATE AuditRecords SET Sequence = -Sequence WHERE Chain = '{0}' AND Sequence > 1; UPDATE AuditRecords SET Sequence = 6 + Sequence WHERE Chain = '{0}' AND Sequence < 0", 2, "Record 2 was altered." },
        { "DELETE FROM AuditRecords WHERE Chain = '{0}' AND Sequence = 2; UPDATE AuditRecords SET Sequence = 2 WHERE Chain = '{0}' AND Sequence = 3", 2, "Record 2 was altered." },
    };

    [Fact]
    public async Task Untouched_chains_are_intact()
    {
        await using var product = await TestProduct.StartAsync();
        var number = (await product.RegisterAsync()).Number;

        var all = await VerifyAsync(product);
        var one = await product.SendAsync(product.Holding(Roles.Auditor), new VerifyAudit(number.Value));

        Assert.True(all.IsIntact);
        Assert.Equal((1, 4, 0), (one.Chains, one.Records, one.Breaks.Count));
        Assert.True(all.Records > one.Records);
    }

    [Theory]
    [MemberData(nameof(Tampering))]
    public async Task Tampering_is_found_where_it_was_done(string sql, int sequence, string finding)
    {
        await using var product = await TestProduct.StartAsync();
        var number = (await product.RegisterAsync()).Number;
        await product.RegisterAsync(); // a chain that nobody touched

        await DatabaseImage.TamperAsync(product, sql.Replace("{0}", number.Value, StringComparison.Ordinal));

        Assert.Equal(new AuditBreak(number.Value, sequence, finding), Assert.Single((await VerifyAsync(product)).Breaks));
    }

    [Fact]
    public async Task Record_moved_into_another_chain_is_found_in_both()
    {
        await using var product = await TestProduct.StartAsync();
        var (from, to) = ((await product.RegisterAsync()).Number, (await product.RegisterAsync()).Number);

        await DatabaseImage.TamperAsync(product, $"UPDATE AuditRecords SET Chain = '{to}', Sequence = 5 WHERE Chain = '{from}' AND Sequence = 4");

        Assert.Equal([from.Value, to.Value], (await VerifyAsync(product)).Breaks.Select(b => b.Chain));
    }

    [Fact]
    public async Task Only_auditors_and_administrators_verify()
    {
        await using var product = await TestProduct.StartAsync();
        await Refusal.ForbiddenAsync(product, "role.missing", () => product.SendAsync(product.Holding(Roles.Manager), new VerifyAudit()));
    }

    private static Task<AuditVerification> VerifyAsync(TestProduct product) => product.SendAsync(product.Holding(Roles.Auditor), new VerifyAudit());
}
