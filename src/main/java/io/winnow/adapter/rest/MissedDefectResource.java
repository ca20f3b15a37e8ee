package io.winnow.adapter.rest;

import io.winnow.adapter.rest.access.Audit;
import io.winnow.adapter.rest.access.Roles;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.review.LabelDesk;
import io.winnow.core.review.LabelDesk.Statement;
import io.winnow.core.review.LabelDesk.Word;
import io.winnow.core.review.MissedDefects;
import io.winnow.core.review.OpinionStore;
import io.winnow.core.review.RegressionSet;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Passed frames that show a defect. */
@RolesAllowed(Roles.OPERATOR)
@Path("/api/v1/inspections/{id}/missed-defect")
@Produces(MediaType.APPLICATION_JSON)
public class MissedDefectResource {
    private final Lookup lookup;
    private final StationViews views;
    private final MissedDefects missed;
    private final RegressionSet regression;
    private final LabelDesk desk;
    private final Audit audit;

    MissedDefectResource(
            Lookup lookup,
            StationViews views,
            MissedDefects missed,
            RegressionSet regression,
            LabelDesk desk,
            Audit audit) {
        this.audit = audit;
        this.desk = desk;
        this.lookup = lookup;
        this.views = views;
        this.missed = missed;
        this.regression = regression;
    }

    /**
     * What was missed.
     *
     * @param regions where the defect is; may be absent
     * @param reason why the frame joins the regression set; may be absent
     * @param basedOn revision of what the person saw said of the frame; where it is given, nobody else's label is overwritten
     */
    public record MissedRequest(
            @Nullable String defectType,
            @Nullable List<MarkView> regions,
            @Nullable String reason,
            @Nullable String basedOn) {}

    /** A missed defect: its inspection with the label, and its place in the regression set. */
    public record MissedView(InspectionView inspection, RegressionView regression) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Mark a passed frame as a missed defect: labels it and puts it into the regression set")
    public MissedView mark(@PathParam("id") String id, @Nullable MissedRequest request) {
        Inspection inspection = lookup.inspection(id);
        MissedRequest given = request == null ? new MissedRequest(null, null, null, null) : request;
        try {
            missed.checkPassed(inspection);
            String by = audit.who();
            desk.say(
                    List.of(new Statement(
                            inspection.id(),
                            Optional.ofNullable(given.basedOn()),
                            Word.DEFECT,
                            Optional.ofNullable(given.defectType()),
                            MarkView.marks(given.regions(), inspection))),
                    by);
            missed.remember(
                    inspection,
                    by,
                    given.reason() == null || given.reason().isBlank() ? "marked as a missed defect" : given.reason());
        } catch (OpinionStore.ConflictException e) {
            throw LabelResource.conflict(e.conflicts());
        } catch (MissedDefects.NotPassedException e) {
            throw Problems.conflict(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw Problems.badRequest(String.valueOf(e.getMessage()));
        }
        MissedView view = new MissedView(
                views.inspection(inspection),
                RegressionView.of(regression
                        .find(inspection.id())
                        .orElseThrow(() -> Problems.notFound("there is no inspection '%s' any longer".formatted(id)))));
        audit.changed(
                "label.missed",
                inspection.station(),
                id,
                null,
                view.inspection().label());
        return view;
    }
}
