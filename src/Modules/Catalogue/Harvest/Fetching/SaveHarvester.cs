using System.ComponentModel.DataAnnotations;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Harvest.Fetching;

/// <summary>An institution's staff say from where its records are fetched; start a harvest now; or give it up.</summary>
internal static class SaveHarvester
{
    internal sealed class Form
    {
        public Guid? Id { get; set; }

        public int Version { get; set; }

        [Required, StringLength(200)]
        public string? Title { get; set; }

        [Required, StringLength(500)]
        public string? Address { get; set; }

        [Required, StringLength(60)]
        public string? Prefix { get; set; }

        [StringLength(200)]
        public string? SetSpec { get; set; }

        public string? Profile { get; set; }

        public string? Published { get; set; }

        public string? EveryHours { get; set; }
    }

    internal sealed class Handler(CatalogueDb db, CurrentActor current, AllowedHosts allowed, ProfileBook profiles, TimeProvider clock)
    {
        public Guid? Institution => current.Value.Mandate?.PartyId is { } party && current.Value.May(CataloguePermissions.Publish, party) ? party : null;

        public Task<List<Harvester>> ListAsync(CancellationToken ct)
        {
            var own = Institution ?? Guid.Empty;
            return db.Set<Harvester>().AsNoTracking().Where(h => h.InstitutionId == own).OrderBy(h => h.Title).ToListAsync(ct);
        }

        public async Task<Outcome<Guid>> SaveAsync(Form form, CancellationToken ct)
        {
            if (Institution is not { } institution)
            {
                return new Refusal.Denied("catalogue.harvest.not-yours");
            }

            if (!Uri.TryCreate(form.Address?.Trim(), UriKind.Absolute, out var address) || !allowed.Allows(address))
            {
                return new Refusal.Invalid(allowed.None ? "catalogue.harvest.no-host-allowed" : "catalogue.harvest.host-not-allowed", nameof(form.Address))
                {
                    Holes = [("host", address?.Authority ?? form.Address)],
                };
            }

            if (profiles.Find(form.Profile ?? "") is not { } profile)
            {
                return new Refusal.Invalid("catalogue.harvest.profile-missing", nameof(form.Profile));
            }

            var every = int.TryParse(form.EveryHours, System.Globalization.CultureInfo.InvariantCulture, out var hours) && hours is >= 1 and <= 8760 ? hours : (int?)null;
            var harvester = form.Id is { } id ? await db.Set<Harvester>().SingleOrDefaultAsync(h => h.InstitutionId == institution && h.Id == id, ct) : null;
            if (form.Id is not null && harvester?.Version != form.Version)
            {
                return harvester is null ? new Refusal.Missing("catalogue.harvest.missing") : new Refusal.Stale("catalogue.harvest.stale");
            }

            var (title, prefix, set) = (form.Title!.Trim(), form.Prefix!.Trim(), string.IsNullOrWhiteSpace(form.SetSpec) ? null : form.SetSpec.Trim());
            if (harvester is null)
            {
                harvester = new Harvester { InstitutionId = institution, Id = Guid.CreateVersion7(clock.GetUtcNow()), Title = title, Address = "", Prefix = prefix, Profile = profile.Name };
                db.Add(harvester);
            }
            else
            {
                harvester.Version++;
            }

            if ((harvester.Address, harvester.Prefix, harvester.SetSpec, harvester.Profile) != (address.AbsoluteUri, prefix, set, profile.Name))
            {
                // Another list: from its beginning.
                (harvester.NextFrom, harvester.BegunAt, harvester.BegunFrom, harvester.Token) = (null, null, null, null);
            }

            (harvester.Title, harvester.Address, harvester.Prefix, harvester.SetSpec) = (title, address.AbsoluteUri, prefix, set);
            (harvester.Profile, harvester.Published, harvester.EveryHours) = (profile.Name, form.Published == "true", every);
            db.Record(new Change("catalogue.harvester.saved", "catalogue.harvester", harvester.Id)
            {
                OwnerId = institution,
                After = new { harvester.Title, harvester.Address, harvester.Prefix, harvester.SetSpec, harvester.Profile, harvester.EveryHours },
            });
            await db.SaveChangesAsync(ct);
            return harvester.Id;
        }

        /// <summary>Queues a harvest; null where one is under way already.</summary>
        public async Task<Outcome<Guid>> StartAsync(Guid id, CancellationToken ct)
        {
            var own = Institution ?? Guid.Empty;
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var harvester = (await db.Set<Harvester>().FromSql($"select * from catalogue.harvester where institution_id = {own} and id = {id} for update").ToListAsync(ct)).FirstOrDefault();
            if (harvester is null)
            {
                return new Refusal.Missing("catalogue.harvest.missing");
            }

            if (await db.Database.SqlQuery<bool>($"""
                select exists (select from platform.job where id = {harvester.JobId} and state in ('Waiting', 'Running')) as "Value"
                """).SingleAsync(ct))
            {
                return harvester.JobId!.Value;
            }

            harvester.JobId = db.Enqueue(RunHarvest.JobKind, new RunHarvest.Ask(own, id), id);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return harvester.JobId.Value;
        }

        /// <summary>Gives it up; the records that it brought stay.</summary>
        public async Task<Outcome<Done>> RemoveAsync(Guid id, CancellationToken ct)
        {
            var own = Institution ?? Guid.Empty;
            var harvester = await db.Set<Harvester>().SingleOrDefaultAsync(h => h.InstitutionId == own && h.Id == id, ct);
            if (harvester is null)
            {
                return new Refusal.Missing("catalogue.harvest.missing");
            }

            db.Remove(harvester);
            db.Record(new Change("catalogue.harvester.removed", "catalogue.harvester", id) { OwnerId = own, Before = new { harvester.Title, harvester.Address } });
            await db.SaveChangesAsync(ct);
            return Done.It;
        }
    }
}
