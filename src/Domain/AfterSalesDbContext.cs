using AfterSales.Domain.Calendars;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Contracts;
using AfterSales.Domain.CorrectiveActions;
using AfterSales.Domain.Customers;
using AfterSales.Domain.Escalations;
using AfterSales.Domain.Faults;
using AfterSales.Domain.EquipmentRegister;
using AfterSales.Domain.FieldJobs;
using AfterSales.Domain.Inquiries;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Portal;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Sla.Policies;
using AfterSales.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain;

/// <summary>The one model of the product. The composition root derives from it to add the tables of the workflow engine and what a provider needs.</summary>
public class AfterSalesDbContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<CaseFile> CaseFiles => Set<CaseFile>();

    public DbSet<ForcedClosure> ForcedClosures => Set<ForcedClosure>();

    public DbSet<Fault> Faults => Set<Fault>();

    public DbSet<Escalation> Escalations => Set<Escalation>();

    public DbSet<CorrectiveAction> CorrectiveActions => Set<CorrectiveAction>();

    public DbSet<Complaint> Complaints => Set<Complaint>();

    public DbSet<CaseRecord> CaseRecords => Set<CaseRecord>();

    public DbSet<TrackingSheet> TrackingSheets => Set<TrackingSheet>();

    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<Contract> Contracts => Set<Contract>();

    public DbSet<Equipment> Equipment => Set<Equipment>();

    public DbSet<FieldJob> FieldJobs => Set<FieldJob>();

    public DbSet<ContactAddress> ContactAddresses => Set<ContactAddress>();

    public DbSet<Notification> Notifications => Set<Notification>();

    public DbSet<NotificationDelivery> NotificationDeliveries => Set<NotificationDelivery>();

    public DbSet<NotificationPreference> NotificationPreferences => Set<NotificationPreference>();

    public DbSet<NotificationTemplate> NotificationTemplates => Set<NotificationTemplate>();

    public DbSet<OrganisationUnit> Units => Set<OrganisationUnit>();

    public DbSet<Person> People => Set<Person>();

    public DbSet<Project> Projects => Set<Project>();

    public DbSet<PostCertificate> Certificates => Set<PostCertificate>();

    public DbSet<InquiryRule> InquiryRules => Set<InquiryRule>();

    public DbSet<InquiryPlan> InquiryPlans => Set<InquiryPlan>();

    public DbSet<PlannedInquiry> PlannedInquiries => Set<PlannedInquiry>();

    public DbSet<InquiryIssue> InquiryIssues => Set<InquiryIssue>();

    public DbSet<InquiryImprovement> InquiryImprovements => Set<InquiryImprovement>();

    public DbSet<SatisfactionTarget> SatisfactionTargets => Set<SatisfactionTarget>();

    public DbSet<WorkItem> WorkItems => Set<WorkItem>();

    public DbSet<SlaClock> SlaClocks => Set<SlaClock>();

    public DbSet<SlaPolicy> SlaPolicies => Set<SlaPolicy>();

    public DbSet<ClockNotice> ClockNotices => Set<ClockNotice>();

    public DbSet<BusinessCalendar> BusinessCalendars => Set<BusinessCalendar>();

    public DbSet<CalendarYear> CalendarYears => Set<CalendarYear>();

    public DbSet<CustomerLink> CustomerLinks => Set<CustomerLink>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyConfigurationsFromAssembly(typeof(AfterSalesDbContext).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(30).AreUnicode(false);
        configurationBuilder.Properties<CaseNumber>().HaveConversion<CaseNumberConverter>().HaveMaxLength(CaseNumber.MaxLength).AreUnicode(false);
        configurationBuilder.Properties<LocalizedText>().HaveConversion<LocalizedTextColumn>();
    }

    private sealed class CaseNumberConverter() : Microsoft.EntityFrameworkCore.Storage.ValueConversion.ValueConverter<CaseNumber, string>(n => n.Value, v => new CaseNumber(v));

    private sealed class LocalizedTextColumn() : Microsoft.EntityFrameworkCore.Storage.ValueConversion.ValueConverter<LocalizedText, string>(t => t.ToStored(), v => LocalizedText.Parse(v));
}
