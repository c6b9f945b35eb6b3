using System.Text.Json.Nodes;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Sla;
using AfterSales.Engine.Activities;

namespace AfterSales.Workflows.Sla;

/// <summary>The inputs beside a duration: what it is counted in, and in which calendar. Names and values are a contract with stored definitions.</summary>
internal static class DueInputs
{
    public static InputDescriptor Clock(string name) => new(name)
    {
        DisplayName = "计时方式",
        Description = "Wall 自然时间；CalendarDays 日历日；WorkingTime 工作时间；WorkingDays 工作日",
        UiHint = "dropdown",
        DefaultValue = nameof(DueClock.Wall),
        AllowedValues = Enum.GetNames<DueClock>(),
        UiSpecifications = new JsonObject
        {
            ["dropdown"] = new JsonObject
            {
                ["selectList"] = new JsonObject
                {
                    ["items"] = new JsonArray([.. Enum.GetNames<DueClock>().Select(clock => new JsonObject { ["text"] = clock, ["value"] = clock })]),
                    ["isFlagsEnum"] = false,
                },
            },
        },
    };

    public static InputDescriptor Calendar(string name) => new(name) { DisplayName = "工作日历", Description = $"日历代码；留空为案卷的日历（合同、客户或单位的），没有则为 {CompiledCalendars.Default}" };
}
