package io.winnow.adapter.rest;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.winnow.adapter.rest.access.Audit;
import io.winnow.adapter.rest.access.Roles;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.review.Label;
import io.winnow.core.review.LabelDesk;
import io.winnow.core.review.LabelDesk.Statement;
import io.winnow.core.review.LabelDesk.Word;
import io.winnow.core.review.Marks;
import io.winnow.core.review.Opinion;
import io.winnow.core.review.OpinionStore;
import io.winnow.core.review.OpinionStore.Said;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What people say of frames, one at a time or many at once, without overwriting each other. */
@RolesAllowed(Roles.OPERATOR)
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public class LabelResource {
    private static final String BASED_ON =
            " basedOn is the revision that was seen, or \"none\": where somebody else has spoken in the"
                    + " meantime nothing is changed and the answer 409 says who, when and what.";

    private final Lookup lookup;
    private final LabelDesk desk;
    private final Audit audit;

    LabelResource(Lookup lookup, LabelDesk desk, Audit audit) {
        this.audit = audit;
        this.lookup = lookup;
        this.desk = desk;
    }

    /** What a person says; regions and defect type only of a defect. */
    public record LabelRequest(
            @Nullable String verdict,
            @Nullable String defectType,
            @Nullable List<MarkView> regions,
            @Nullable String basedOn) {}

    @PUT
    @Path("inspections/{id}/label")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Say what an inspected frame really shows", description = BASED_ON)
    public LabelView label(@PathParam("id") String id, @Nullable LabelRequest request) {
        Inspection inspection = lookup.inspection(id);
        if (request == null) {
            throw Problems.badRequest("the body must be a label: {\"verdict\": \"normal\" or \"defect\", ...}");
        }
        Word word = word(request.verdict());
        if (word != Word.NORMAL && word != Word.DEFECT) {
            throw Problems.badRequest("verdict = '%s' must be normal or defect".formatted(request.verdict()));
        }
        List<Said> said = say(
                List.of(new Words(id, request.verdict(), request.defectType(), request.regions(), request.basedOn())),
                List.of(inspection));
        Label label = said.get(0).opinion().label().orElseThrow();
        return LabelView.of(label);
    }

    @DELETE
    @Path("inspections/{id}/label")
    @Operation(summary = "Take a label back", description = BASED_ON)
    public void unlabel(@PathParam("id") String id, @QueryParam("basedOn") @Nullable String basedOn) {
        Inspection inspection = lookup.inspection(id);
        say(List.of(new Words(id, "none", null, null, basedOn)), List.of(inspection));
    }

    /**
     * What a person says of one of many frames.
     *
     * @param verdict normal, defect, unsure, or none to take back what was said
     */
    public record Words(
            @Nullable String inspectionId,
            @Nullable String verdict,
            @Nullable String defectType,
            @Nullable List<MarkView> regions,
            @Nullable String basedOn) {}

    /** Labels for many frames. */
    public record LabelsRequest(@Nullable List<Words> labels) {}

    @POST
    @Path("labels")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Label frames together: all of them or, where one cannot be, none", description = BASED_ON)
    public Page<OpinionView> labels(@Nullable LabelsRequest request) {
        if (request == null || request.labels() == null || request.labels().contains(null)) {
            throw Problems.badRequest(
                    "the body must be {\"labels\": [{\"inspectionId\": ..., \"verdict\": \"normal\", \"defect\", \"unsure\" or \"none\"}]}");
        }
        List<Words> words = request.labels();
        if (words.size() > LabelDesk.MOST) {
            throw Problems.badRequest(
                    "%d frames to label at once; at most %d are possible".formatted(words.size(), LabelDesk.MOST));
        }
        List<Inspection> inspections = words.stream()
                .map(each -> lookup.inspection(String.valueOf(each.inspectionId())))
                .toList();
        return Page.of(say(words, inspections).stream().map(OpinionView::of).toList());
    }

    private List<Said> say(List<Words> words, List<Inspection> inspections) {
        try {
            List<Said> before = inspections.stream().map(this::said).toList();
            List<Said> after = desk.say(
                    IntStream.range(0, words.size())
                            .mapToObj(i -> statement(words.get(i), inspections.get(i)))
                            .toList(),
                    audit.who());
            for (int i = 0; i < after.size(); i++) {
                tell(inspections.get(i), before.get(i), after.get(i));
            }
            return after;
        } catch (OpinionStore.ConflictException e) {
            throw conflict(e.conflicts());
        } catch (IllegalArgumentException e) {
            throw Problems.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private Said said(Inspection inspection) {
        return new Said(inspection.id(), desk.find(inspection.id()));
    }

    private void tell(Inspection inspection, Said before, Said after) {
        audit.changed(
                after.opinion().equals(Opinion.NONE) ? "label.remove" : "label.set",
                inspection.station(),
                inspection.id().value(),
                before.opinion().equals(Opinion.NONE) ? null : OpinionView.of(before),
                after.opinion().equals(Opinion.NONE) ? null : OpinionView.of(after));
    }

    private static Statement statement(Words words, Inspection inspection) {
        Marks marks = MarkView.marks(words.regions(), inspection);
        return new Statement(
                inspection.id(),
                Optional.ofNullable(words.basedOn()),
                word(words.verdict()),
                Optional.ofNullable(words.defectType()),
                marks);
    }

    private static Word word(@Nullable String verdict) {
        return switch (String.valueOf(verdict)) {
            case "normal" -> Word.NORMAL;
            case "defect" -> Word.DEFECT;
            case "unsure" -> Word.UNSURE;
            case "none" -> Word.NOTHING;
            default ->
                throw Problems.badRequest(
                        "verdict = '%.20s' must be normal or defect; of many frames also unsure or none"
                                .formatted(verdict));
        };
    }

    /** Says who spoke of the frames in the meantime, when, and what, so that the person can decide. */
    static HttpProblem conflict(List<Said> conflicts) {
        Said first = conflicts.get(0);
        String who = first.opinion()
                .label()
                .map(label -> "%s labelled it %s at %s"
                        .formatted(label.labelledBy(), LabelView.of(label).verdict(), label.labelledAt()))
                .or(() -> first.opinion().doubt().map(doubt -> "%s was not sure of it at %s"
                        .formatted(doubt.by(), doubt.at())))
                .orElse("its label was taken back");
        String more = conflicts.size() == 1 ? "" : "; %d more frames were changed too".formatted(conflicts.size() - 1);
        return HttpProblem.builder()
                .withStatus(409)
                .withTitle("Labelled by somebody else")
                .withDetail("inspection %s was changed in the meantime: %s%s; nothing was overwritten"
                        .formatted(first.inspection(), who, more))
                .with("conflicts", conflicts.stream().map(OpinionView::of).toList())
                .build();
    }
}
