using AfterSales.Workflows.Publications;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows;

/// <summary>This layer's part of the database model. The composition root adds it to the one context there is.</summary>
public static class WorkflowsModel
{
    public static void AddWorkflows(this ModelBuilder builder) => builder.ApplyConfiguration(new PublicationRequestConfiguration());
}
