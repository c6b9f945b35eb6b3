using System.Reflection;
using System.Text.RegularExpressions;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine;
using AfterSales.Host.Persistence;
using AfterSales.Workflows;
using MediatR;

namespace AfterSales.Domain.Tests.Architecture;

/// <summary>What the shape of the product rests on (docs/adr).</summary>
public partial class ArchitectureTests
{
    private static readonly Assembly Domain = typeof(DomainServices).Assembly, Engine = typeof(EngineServices).Assembly, Workflows = typeof(WorkflowsServices).Assembly,
        Host = typeof(PersistenceServices).Assembly;

    public static TheoryData<string, string[]> Allowed => new()
    {
        { "Domain", [] },
        { "Engine", [] },
        { "Workflows", ["Domain", "Engine"] },
        { "Host", ["Domain", "Engine", "Workflows"] },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void Dependencies_point_one_way(string project, string[] allowed)
    {
        var assembly = Assembly.Load($"AfterSales.{project}");
        var ours = assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(name => name.StartsWith("AfterSales.", StringComparison.Ordinal));
        Assert.Empty(ours.Except(allowed.Select(name => $"AfterSales.{name}")));

        var file = File.ReadAllText(Path.Combine(Source.Directory, project, $"{project}.csproj"));
        var references = ProjectReference().Matches(file).Select(m => m.Groups[1].Value).Where(name => name != "Microsoft.SqlServer.Server");
        Assert.Empty(references.Except(allowed));
    }

    [Fact]
    public void Every_request_says_who_may_send_it()
    {
        string[] known = [.. Roles.OfPeople, Roles.SignedIn, Roles.Customer, Roles.System, AfterSales.Host.Accounts.SignIn.Role];
        var requests = new[] { Domain, Engine, Workflows, Host }.SelectMany(a => a.GetTypes()).Where(t => !t.IsAbstract && !t.IsInterface && t.IsAssignableTo(typeof(IBaseRequest))).ToArray();

        Assert.NotEmpty(requests);
        Assert.All(requests, request =>
        {
            var roles = request.GetCustomAttribute<AllowAttribute>()?.Roles;
            Assert.True(roles is { Count: > 0 }, $"{request.Name} has no [Allow].");
            Assert.Empty(roles!.Except(known));
        });
    }

    [Fact]
    public void Every_request_is_a_command_or_a_query_and_has_one_handler()
    {
        var types = new[] { Domain, Workflows, Host }.SelectMany(a => a.GetTypes()).Where(t => !t.IsAbstract).ToArray();
        var handled = types.SelectMany(t => t.GetInterfaces()).Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)).Select(i => i.GetGenericArguments()[0]).ToArray();
        Assert.All(types.Where(t => t.IsAssignableTo(typeof(IBaseRequest))), request =>
        {
            Assert.Contains(request.GetInterfaces(), i => i.IsGenericType && (i.GetGenericTypeDefinition() == typeof(ICommand<>) || i.GetGenericTypeDefinition() == typeof(IQuery<>)));
            Assert.Single(handled, request);
        });
    }

    [Fact]
    public void Nothing_outside_persistence_knows_the_provider()
    {
        // The replay makes a SQLite file of its own and needs its connection string.
        var elsewhere = Source.Files().Where(f => !f.Path.StartsWith("Host/Persistence/", StringComparison.Ordinal) && f.Path != "Host/Replay/ReplayServices.cs");
        Assert.Empty(elsewhere.Where(f => Provider().IsMatch(f.Text)).Select(f => f.Path));
        Assert.DoesNotMatch("UseSqlite|UseSqlServer|IsSqlite|IsSqlServer", File.ReadAllText(Path.Combine(Source.Directory, "Host/Replay/ReplayServices.cs")));
    }

    [Fact]
    public void Time_comes_from_the_clock() =>
        Assert.Empty(Source.Files().Where(f => SystemTime().IsMatch(f.Text)).Select(f => f.Path));

    [Fact]
    public void Nobody_but_the_unit_of_work_saves()
    {
        // The key ring is called by the framework, and the way to the database is what saving goes through.
        var saving = Source.Files().Where(f => !f.Path.StartsWith("Host/Persistence/", StringComparison.Ordinal) && f.Text.Contains(".SaveChanges", StringComparison.Ordinal)).Select(f => f.Path);
        Assert.Empty(saving.Except(["Domain/Pipeline/UnitOfWork.cs", "Host/Accounts/KeyRing.cs"]));
    }

    [GeneratedRegex(@"ProjectReference Include=""[^""]*?([\w.]+)\.csproj""")]
    private static partial Regex ProjectReference();

    [GeneratedRegex(@"UseSqlite|UseSqlServer|IsSqlite|IsSqlServer|Microsoft\.Data\.Sqlite|SqlClient|SqliteConnection|SqlConnection")]
    private static partial Regex Provider();

    [GeneratedRegex(@"\b(DateTime|DateTimeOffset)\.(Now|UtcNow|Today)\b")]
    private static partial Regex SystemTime();
}
