package io.winnow.adapter.rest;

import io.winnow.adapter.rest.access.Roles;
import io.winnow.core.exchange.ExportFormat;
import io.winnow.core.exchange.ExportQuery;
import io.winnow.core.exchange.Exports;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Labels and frames of a station as a file. */
@RolesAllowed(Roles.ENGINEER)
@Path("/api/v1/stations/{id}/export")
@Produces(MediaType.APPLICATION_JSON)
public class ExportResource {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Lookup lookup;
    private final Exports exports;
    private final Clock clock;

    ExportResource(Lookup lookup, Exports exports, Clock clock) {
        this.lookup = lookup;
        this.exports = exports;
        this.clock = clock;
    }

    @GET
    @Produces({"application/zip", "text/csv", "application/json"})
    @Operation(summary = "Labels and frames as an MVTec tree, COCO JSON or CSV; a zip where images go along, streamed")
    public Response export(
            @PathParam("id") String id,
            @Parameter(description = "mvtec, coco or csv") @QueryParam("format") @Nullable String format,
            @Parameter(description = "labelled, or all") @QueryParam("frames") @DefaultValue("labelled") String frames,
            @Parameter(description = "whether images go along; a tree always has them")
                    @QueryParam("images")
                    @DefaultValue("true")
                    String images,
            @Parameter(description = "captured at this ISO 8601 time or later") @QueryParam("from") @Nullable
                    String from,
            @Parameter(description = "captured before this ISO 8601 time") @QueryParam("to") @Nullable String to,
            @Parameter(description = "any name under which the export can be asked how far it is")
                    @QueryParam("ticket")
                    @Nullable
                    String ticket) {
        ExportQuery query = query(id, frames, from, to);
        ExportFormat as = format(format);
        boolean withImages = images(images, as);
        Optional<String> named = ticket(ticket);
        StreamingOutput body = out -> exports.write(query, as, withImages, named, out);
        String ending = withImages ? "zip" : as == ExportFormat.COCO ? "json" : "csv";
        String type = withImages ? "application/zip" : as == ExportFormat.COCO ? "application/json" : "text/csv";
        return Response.ok(body, type)
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"%s-%s-%s.%s\""
                                .formatted(query.station(), as.word(), STAMP.format(clock.instant()), ending))
                .build();
    }

    /** How many frames an export would have. */
    public record SizeView(long frames) {}

    @GET
    @Path("size")
    @Operation(summary = "How many frames an export would have")
    public SizeView size(
            @PathParam("id") String id,
            @QueryParam("frames") @DefaultValue("labelled") String frames,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to) {
        return new SizeView(exports.count(query(id, frames, from, to)));
    }

    private ExportQuery query(String id, String frames, @Nullable String from, @Nullable String to) {
        if (!frames.equals("labelled") && !frames.equals("all")) {
            throw Problems.badRequest("frames = '%.20s' must be labelled or all".formatted(frames));
        }
        Optional<Instant> begin = Optional.ofNullable(from).map(text -> QualityTimeResource.instant("from", text));
        Optional<Instant> end = Optional.ofNullable(to).map(text -> QualityTimeResource.instant("to", text));
        var station = lookup.station(id).id();
        return Lookup.parse("", ignored -> new ExportQuery(station, begin, end, frames.equals("labelled")));
    }

    private static ExportFormat format(@Nullable String text) {
        if (text == null) {
            throw Problems.badRequest("the query parameter format is missing; it must be mvtec, coco or csv");
        }
        return Lookup.parse(text, ExportFormat::parse);
    }

    private static boolean images(String text, ExportFormat format) {
        if (!text.equals("true") && !text.equals("false")) {
            throw Problems.badRequest("images = '%.20s' must be true or false".formatted(text));
        }
        if (format == ExportFormat.MVTEC && text.equals("false")) {
            throw Problems.badRequest("images = false with format = mvtec: a tree is made of images");
        }
        return text.equals("true");
    }

    private static Optional<String> ticket(@Nullable String text) {
        if (text != null && !text.matches("[A-Za-z0-9-]{1,64}")) {
            throw Problems.badRequest("ticket = '%.70s' must be 1 to 64 letters, digits and hyphens".formatted(text));
        }
        return Optional.ofNullable(text);
    }
}
