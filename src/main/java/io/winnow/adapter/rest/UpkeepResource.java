package io.winnow.adapter.rest;

import io.winnow.adapter.rest.access.Audit;
import io.winnow.adapter.rest.access.Roles;
import io.winnow.core.model.Job;
import io.winnow.core.model.JobRunner.BusyException;
import io.winnow.core.model.LedgerDecisions;
import io.winnow.core.model.MemoryPlan;
import io.winnow.core.model.PlanTooLargeException;
import io.winnow.core.model.PoolTooSmallException;
import io.winnow.core.model.RefitProposal;
import io.winnow.core.model.RefitSchedule;
import io.winnow.core.station.RefitDesk;
import io.winnow.core.station.RefitService;
import io.winnow.core.station.RefitTimetable;
import io.winnow.core.station.Station;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** How a station looks after itself: its pool, drift, and the refits that are scheduled or proposed. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/v1/stations")
@Produces(MediaType.APPLICATION_JSON)
public class UpkeepResource {

    private final Lookup lookup;
    private final RefitService refits;
    private final RefitDesk desk;
    private final RefitTimetable timetable;
    private final LedgerDecisions decisions;
    private final LivePush push;
    private final Audit audit;

    UpkeepResource(
            Lookup lookup,
            RefitService refits,
            RefitDesk desk,
            RefitTimetable timetable,
            LedgerDecisions decisions,
            LivePush push,
            Audit audit) {
        this.audit = audit;
        this.decisions = decisions;
        this.lookup = lookup;
        this.refits = refits;
        this.desk = desk;
        this.timetable = timetable;
        this.push = push;
    }

    @GET
    @Path("{id}/pool")
    @Operation(summary = "How the pool stands, and why frames did not enter it or left it")
    public PoolView pool(@PathParam("id") String id) {
        return PoolView.of(lookup.station(id).poolStatus());
    }

    @GET
    @Path("{id}/ledger/decisions")
    @Operation(summary = "What operators decided of dropped frames, oldest first")
    public Page<DecisionView> decisions(@PathParam("id") String id) {
        return Page.of(decisions.list(lookup.station(id).id()).stream()
                .map(DecisionView::of)
                .toList());
    }

    @GET
    @Path("{id}/drift")
    @Operation(summary = "Evidence of drift, alarms, and the limits of image quality of the serving model")
    public DriftView drift(@PathParam("id") String id) {
        Station station = lookup.station(id);
        return DriftView.of(station.drift().status(), station.qualityLimits());
    }

    @RolesAllowed(Roles.OPERATOR)
    @POST
    @Path("{id}/drift/acknowledge")
    @Operation(summary = "Say that the alarms were seen; they stay until a reset or another model")
    public DriftView acknowledge(@PathParam("id") String id) {
        Station station = lookup.station(id);
        DriftView before = drift(id);
        station.drift().acknowledge(audit.who());
        push.changed(station.id());
        return told("drift.acknowledge", station, before);
    }

    @RolesAllowed(Roles.ENGINEER)
    @POST
    @Path("{id}/drift/reset")
    @Operation(summary = "Forget what was seen: what comes next is what later frames are held against")
    public DriftView reset(@PathParam("id") String id) {
        Station station = lookup.station(id);
        DriftView before = drift(id);
        station.drift().reset();
        push.changed(station.id());
        return told("drift.reset", station, before);
    }

    private DriftView told(String action, Station station, DriftView before) {
        DriftView after = drift(station.id().value());
        audit.changed(action, station.id(), station.id().value(), before, after);
        return after;
    }

    @GET
    @Path("{id}/proposals")
    @Operation(summary = "Refits that were proposed, newest first")
    public Page<ProposalView> proposals(@PathParam("id") String id) {
        return Page.of(desk.list(lookup.station(id).id()).stream()
                .map(ProposalView::of)
                .toList());
    }

    @RolesAllowed(Roles.ENGINEER)
    @POST
    @Path("{id}/proposals/{proposal}/accept")
    @Operation(summary = "Accept a proposed refit: it begins with the station's own strategy")
    public Response accept(@PathParam("id") String id, @PathParam("proposal") String proposal) {
        Station station = lookup.station(id);
        try {
            RefitProposal before = find(station, proposal);
            Job job = desk.accept(before, station, audit.who());
            audit.changed(
                    "proposal.accept",
                    station.id(),
                    proposal,
                    ProposalView.of(before),
                    ProposalView.of(find(station, proposal)));
            return Response.accepted(JobView.of(job))
                    .location(URI.create("/api/v1/jobs/" + job.id()))
                    .build();
        } catch (BusyException | IllegalStateException e) {
            throw Problems.conflict(String.valueOf(e.getMessage()));
        } catch (PoolTooSmallException | PlanTooLargeException e) {
            throw Problems.unprocessable(String.valueOf(e.getMessage()));
        }
    }

    @RolesAllowed(Roles.ENGINEER)
    @POST
    @Path("{id}/proposals/{proposal}/dismiss")
    @Operation(summary = "Dismiss a proposed refit")
    public ProposalView dismiss(@PathParam("id") String id, @PathParam("proposal") String proposal) {
        Station station = lookup.station(id);
        RefitProposal before = find(station, proposal);
        try {
            desk.dismiss(before, audit.who());
        } catch (IllegalStateException e) {
            throw Problems.conflict(String.valueOf(e.getMessage()));
        }
        ProposalView after = ProposalView.of(find(station, proposal));
        audit.changed("proposal.dismiss", station.id(), proposal, ProposalView.of(before), after);
        return after;
    }

    private RefitProposal find(Station station, String id) {
        return desk.find(station.id(), id)
                .orElseThrow(() -> Problems.notFound("station %s has no proposal '%.60s'".formatted(station.id(), id)));
    }

    @GET
    @Path("{id}/refits/memory")
    @Operation(summary = "What a refit would take, in bytes")
    public MemoryPlan memory(
            @PathParam("id") String id,
            @QueryParam("strategy") @Nullable String strategy,
            @QueryParam("ratio") @Nullable Double ratio) {
        try {
            return refits.memory(
                    lookup.station(id),
                    Optional.ofNullable(strategy),
                    ratio == null ? OptionalDouble.empty() : OptionalDouble.of(ratio));
        } catch (PoolTooSmallException e) {
            throw Problems.unprocessable(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw Problems.badRequest(String.valueOf(e.getMessage()));
        }
    }

    /** When a station is refitted by itself, and what became of it. */
    public record ScheduleView(
            @Nullable String schedule, @Nullable Instant next, List<PastView> past) {}

    /** One scheduled refit: {@code detail} is the job, or why it was skipped. */
    public record PastView(Instant dueAt, String outcome, String detail) {}

    @GET
    @Path("{id}/refits/schedule")
    @Operation(summary = "When the next refit is scheduled, and what became of the last ones")
    public ScheduleView schedule(@PathParam("id") String id) {
        Station station = lookup.station(id);
        return new ScheduleView(
                station.settings()
                        .upkeep()
                        .schedule()
                        .map(RefitSchedule::toString)
                        .orElse(null),
                timetable.next(station).orElse(null),
                timetable.past(station.id()).stream()
                        .map(past -> new PastView(past.dueAt(), past.started() ? "started" : "skipped", past.detail()))
                        .toList());
    }
}
