package io.winnow.adapter.rest;

import io.winnow.adapter.rest.access.Roles;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.ModelState;
import io.winnow.core.model.ModelStore;
import io.winnow.core.review.BinWidth;
import io.winnow.core.review.QualityOverTime;
import io.winnow.core.station.Station;
import io.winnow.core.station.Stations;
import io.winnow.core.threshold.ThresholdChange;
import io.winnow.core.threshold.ThresholdStore;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** How the figures went: over time, by type of defect, and station beside station. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/v1/stations/{id}/metrics/history")
@Produces(MediaType.APPLICATION_JSON)
public class QualityTimeResource {
    /** Changes that are looked at for marks; older ones are marked no more. */
    private static final int CHANGES = 1_000;

    private final Lookup lookup;
    private final Stations stations;
    private final QualityOverTime quality;
    private final ModelStore models;
    private final ThresholdStore thresholds;
    private final Clock clock;

    QualityTimeResource(
            Lookup lookup,
            Stations stations,
            QualityOverTime quality,
            ModelStore models,
            ThresholdStore thresholds,
            Clock clock) {
        this.lookup = lookup;
        this.stations = stations;
        this.quality = quality;
        this.models = models;
        this.thresholds = thresholds;
        this.clock = clock;
    }

    /** What a request asks for, checked. */
    private record Asked(Instant from, Instant to, ZoneId zone, BinWidth bin) {}

    @GET
    @Operation(
            summary = "Figures against operator labels over time (by=time) or for each type of defect (by=type), with"
                    + " changes of model and threshold")
    public QualityTimeView history(
            @PathParam("id") String id,
            @QueryParam("by") @Nullable String by,
            @Parameter(description = "ISO 8601 time; the oldest inspection where absent") @QueryParam("from") @Nullable
                    String from,
            @Parameter(description = "ISO 8601 time; now where absent") @QueryParam("to") @Nullable String to,
            @Parameter(description = "auto, hour, shift, day or week") @QueryParam("bin") @Nullable String bin,
            @Parameter(description = "time zone of days, weeks and shifts, such as Europe/Berlin; UTC where absent")
                    @QueryParam("zone")
                    @Nullable
                    String zone) {
        Station station = lookup.station(id);
        Asked asked = asked(quality.oldest(station.id()), from, to, bin, zone);
        String word = by == null ? "time" : by;
        return switch (word) {
            case "time" ->
                QualityTimeView.ofTime(
                        asked.from(),
                        asked.to(),
                        asked.bin(),
                        asked.zone(),
                        pieces(station, asked),
                        marks(station, asked));
            case "type" ->
                QualityTimeView.ofTypes(
                        asked.from(), asked.to(), asked.zone(), quality.byType(station.id(), asked.from(), asked.to()));
            default -> throw Problems.badRequest("by = '%.20s' must be time or type".formatted(word));
        };
    }

    QualityTimeView stations(@Nullable String from, @Nullable String to, @Nullable String zone) {
        Optional<Instant> oldest = stations.all().stream()
                .flatMap(station -> quality.oldest(station.id()).stream())
                .min(Instant::compareTo);
        Asked asked = asked(oldest, from, to, null, zone);
        List<QualityTimeView.Item> items = stations.all().stream()
                .flatMap(station -> newest(station.id(), asked).stream())
                .toList();
        return QualityTimeView.ofStations(asked.from(), asked.to(), asked.zone(), items);
    }

    /** The newest model's figures over the whole time. */
    private Optional<QualityTimeView.Item> newest(StationId station, Asked asked) {
        List<QualityOverTime.Piece> pieces = quality.of(station, List.of(asked.from(), asked.to()));
        return pieces.stream()
                .reduce((one, next) -> next.to().isAfter(one.to()) ? next : one)
                .map(piece -> QualityTimeView.Item.of(piece, station.value()));
    }

    private List<QualityOverTime.Piece> pieces(Station station, Asked asked) {
        try {
            return quality.of(
                    station.id(),
                    asked.bin()
                            .edges(
                                    asked.from(),
                                    asked.to(),
                                    asked.zone(),
                                    station.settings().upkeep().pool().shifts().starts()));
        } catch (IllegalArgumentException e) {
            throw Problems.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private List<QualityTimeView.Mark> marks(Station station, Asked asked) {
        Stream<QualityTimeView.Mark> champions = models.history(station.id(), CHANGES).stream()
                .filter(event -> event.to() == ModelState.CHAMPION)
                .map(event -> new QualityTimeView.Mark(
                        event.at(), "model", event.version().toString(), null, event.by()));
        Stream<QualityTimeView.Mark> changes = thresholds.history(station.id(), Long.MAX_VALUE, CHANGES).stream()
                .filter(change -> change.action() != ThresholdChange.Action.MODEL)
                .map(change -> new QualityTimeView.Mark(
                        change.at(),
                        "threshold",
                        change.after().model().toString(),
                        change.after().reject().value(),
                        change.by()));
        List<QualityTimeView.Mark> marks = new ArrayList<>(Stream.concat(champions, changes)
                .filter(mark -> !mark.at().isBefore(asked.from()) && mark.at().isBefore(asked.to()))
                .toList());
        marks.sort((one, other) -> one.at().compareTo(other.at()));
        return marks;
    }

    private Asked asked(
            Optional<Instant> oldest,
            @Nullable String from,
            @Nullable String to,
            @Nullable String bin,
            @Nullable String zone) {
        Instant end = to == null ? clock.instant().plusMillis(1) : instant("to", to);
        Instant begin = from == null
                ? oldest.filter(moment -> moment.isBefore(end)).orElse(end.minusSeconds(3600))
                : instant("from", from);
        if (!begin.isBefore(end)) {
            throw Problems.badRequest("from = %s must be before to = %s".formatted(begin, end));
        }
        return new Asked(begin, end, zone(zone), bin(bin, begin, end));
    }

    static Instant instant(String name, String text) {
        try {
            Instant moment = Instant.parse(text);
            // Beyond, microseconds since 1970 overflow.
            if (moment.isBefore(Instant.EPOCH) || moment.isAfter(Instant.parse("9999-12-31T23:59:59Z"))) {
                throw Problems.badRequest("%s = '%.40s' must be from 1970 to 9999".formatted(name, text));
            }
            return moment;
        } catch (DateTimeParseException e) {
            throw Problems.badRequest(
                    "%s = '%.40s' must be an ISO 8601 time such as 2026-01-31T23:59:59Z".formatted(name, text));
        }
    }

    private static ZoneId zone(@Nullable String text) {
        try {
            return text == null ? ZoneOffset.UTC : ZoneId.of(text);
        } catch (DateTimeException e) {
            throw Problems.badRequest("zone = '%.40s' must be a time zone such as Europe/Berlin".formatted(text));
        }
    }

    private static BinWidth bin(@Nullable String text, Instant from, Instant to) {
        if (text == null || text.equals("auto")) {
            return BinWidth.fitting(from, to);
        }
        return Arrays.stream(BinWidth.values())
                .filter(width -> width.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() ->
                        Problems.badRequest("bin = '%.20s' must be auto, hour, shift, day or week".formatted(text)));
    }
}
