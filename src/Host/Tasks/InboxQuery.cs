using System.Globalization;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Tasks;
using Microsoft.AspNetCore.Http.Extensions;

namespace AfterSales.Host.Tasks;

/// <summary>What an address of the inbox asks for. Everything is in the address, so a colleague can be sent it; what makes no sense there is left out.</summary>
public sealed record InboxQuery(InboxTab Tab, TaskSort Sort, TaskFilter Filter, DateOnly? DueOn, Guid? After)
{
    public bool IsFiltered => Filter != TaskFilter.None;

    /// <summary>The address without the page of the list.</summary>
    public string FirstUrl => "/tasks" + QueryOf(null);

    public string Url => "/tasks" + QueryOf(After);

    /// <summary>What a saved view keeps.</summary>
    public string Saved => QueryOf(null).TrimStart('?');

    public static InboxQuery Read(IQueryCollection query)
    {
        var tab = InboxTab.All.FirstOrDefault(t => t.Name == query["scope"]) ?? InboxTab.All[0];
        DateOnly? dueOn = DateOnly.TryParseExact(query["dueBefore"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
        var filter = new TaskFilter(
            Role: Roles.OfPeople.Contains(query["role"].ToString()) ? query["role"].ToString() : null,
            Process: Short(query["process"]),
            Kind: Enum.TryParse<CaseKind>(query["kind"], out var kind) && Enum.IsDefined(kind) ? kind : null,
            Overdue: query["overdue"] == "true",
            // The whole of the day that is named.
            DueBefore: dueOn is { } on ? CompanyTime.At(on.AddDays(1).ToDateTime(TimeOnly.MinValue)) : null,
            Text: Short(query["q"]),
            Customer: Short(query["customer"]),
            Person: Short(query["person"]));
        var sort = Enum.TryParse<TaskSort>(query["sort"], ignoreCase: true, out var chosen) && Enum.IsDefined(chosen) ? chosen : TaskSort.Due;
        return new InboxQuery(tab, sort, filter, dueOn, Guid.TryParse(query["after"], out var after) ? after : null);
    }

    public ListWorkItems ToRequest() => new(Tab.Scope, Tab.State, After) { Filter = Filter, Sort = Sort };

    public string Next(Guid after) => "/tasks" + QueryOf(after);

    private string QueryOf(Guid? after)
    {
        var query = new QueryBuilder { { "scope", Tab.Name } };
        Add("sort", Sort == TaskSort.Due ? null : Sort.ToString().ToLowerInvariant());
        Add("role", Filter.Role);
        Add("process", Filter.Process);
        Add("kind", Filter.Kind?.ToString());
        Add("overdue", Filter.Overdue ? "true" : null);
        Add("dueBefore", DueOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add("q", Filter.Text);
        Add("customer", Filter.Customer);
        Add("person", Filter.Person);
        Add("after", after?.ToString());
        return query.ToQueryString().Value!;

        void Add(string name, string? value)
        {
            if (value is not null)
                query.Add(name, value);
        }
    }

    private static string? Short(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim() is { Length: > TaskFilter.TextMaxLength } cut ? cut[..TaskFilter.TextMaxLength] : text.Trim();
}
