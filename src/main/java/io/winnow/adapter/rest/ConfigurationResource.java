package io.winnow.adapter.rest;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.winnow.adapter.rest.ConfigurationViews.ChangeRequest;
import io.winnow.adapter.rest.ConfigurationViews.CheckView;
import io.winnow.adapter.rest.ConfigurationViews.ConfigurationView;
import io.winnow.adapter.rest.ConfigurationViews.ProblemView;
import io.winnow.adapter.rest.ConfigurationViews.RollbackRequest;
import io.winnow.adapter.rest.ConfigurationViews.VersionTextsView;
import io.winnow.adapter.rest.ConfigurationViews.VersionView;
import io.winnow.adapter.rest.access.Audit;
import io.winnow.adapter.rest.access.Roles;
import io.winnow.core.configuration.ConfigurationRefusedException;
import io.winnow.core.configuration.ConfigurationRules;
import io.winnow.core.configuration.ConfigurationState;
import io.winnow.core.configuration.ConfigurationVersion;
import io.winnow.core.configuration.ConfigurationVersion.Origin;
import io.winnow.core.configuration.RemoteConfiguration;
import io.winnow.core.configuration.RemoteConfiguration.Change;
import io.winnow.core.configuration.RemoteConfiguration.Receipt;
import io.winnow.core.inspection.StorageException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The configuration files from afar: reading, checking and changing them, and going back. */
@RolesAllowed(Roles.ADMIN)
@Path("/api/v1/configuration")
@Produces(MediaType.APPLICATION_JSON)
public class ConfigurationResource {
    private final RemoteConfiguration configuration;
    private final Audit audit;

    ConfigurationResource(RemoteConfiguration configuration, Audit audit) {
        this.configuration = configuration;
        this.audit = audit;
    }

    @GET
    @Operation(summary = "The configuration in force with its files, and the versions before it")
    public ConfigurationView current() {
        return answering(() -> {
            ConfigurationState state = configuration.versions().state();
            List<ConfigurationVersion> all = configuration.versions().all();
            Long pending = state.trial().map(ConfigurationState.Trial::number).orElse(null);
            return new ConfigurationView(
                    state.inForce(),
                    state.since(),
                    pending == null ? state.inForce() : pending,
                    pending,
                    require(state.inForce()).files().texts(),
                    Stream.of(Origin.REST, Origin.MQTT)
                            .filter(configuration::open)
                            .map(Origin::word)
                            .toList(),
                    all.stream().map(version -> VersionView.of(version, state)).toList());
        });
    }

    private ConfigurationVersion require(long number) {
        return configuration
                .versions()
                .find(number)
                .orElseThrow(() -> Problems.notFound("version %d is not in the history".formatted(number)));
    }

    @GET
    @Path("versions/{version}")
    @Operation(summary = "A version of the configuration with its files")
    public VersionTextsView version(@PathParam("version") long number) {
        return answering(() -> {
            ConfigurationVersion found = require(number);
            return new VersionTextsView(
                    VersionView.of(found, configuration.versions().state()),
                    found.files().texts());
        });
    }

    @POST
    @Path("check")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "What would be wrong with the configuration after a change; changes nothing")
    public CheckView check(@Nullable ChangeRequest request) {
        audit.nothing();
        List<ConfigurationRules.Problem> problems = answering(() -> configuration.check(changes(request)));
        return new CheckView(
                problems.isEmpty(), problems.stream().map(ProblemView::of).toList());
    }

    @POST
    @Path("changes")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Change files of the configuration; a restart tries the new version and goes back where it fails")
    public Response change(@Nullable ChangeRequest request) {
        Map<String, Optional<String>> changes = changes(request);
        if (request == null || request.baseVersion() == null) {
            throw malformed();
        }
        Change wish = new Change(request.baseVersion(), changes, reason(request.reason()));
        Receipt receipt = answering(() -> configuration.change(wish, audit.who(), Origin.REST));
        return told("configuration.change", wish.base(), receipt, changes.keySet());
    }

    @POST
    @Path("rollback")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Go back to a version of the history; it becomes the next one and is tried as any other")
    public Response rollback(@Nullable RollbackRequest request) {
        if (request == null || request.version() == null || request.baseVersion() == null) {
            throw Problems.badRequest(
                    "the body must be such as {\"version\": 3, \"baseVersion\": 5, \"reason\": \"...\"}");
        }
        long to = request.version();
        long base = request.baseVersion();
        String reason = reason(request.reason());
        Receipt receipt = answering(() -> configuration.rollBack(to, base, reason, audit.who(), Origin.REST));
        return told("configuration.rollback", base, receipt, List.of());
    }

    private Response told(String action, long base, Receipt receipt, Iterable<String> files) {
        VersionView view =
                VersionView.of(receipt.version(), configuration.versions().state());
        Map<String, Object> after = new TreeMap<>();
        after.put("version", view.version());
        after.put("reason", view.reason());
        after.put("files", String.join(", ", files));
        audit.changed(action, null, "version " + view.version(), Map.of("version", base), after);
        return Response.accepted(new ConfigurationViews.ReceiptView(view, receipt.restarting(), receipt.text()))
                .build();
    }

    private static String reason(@Nullable String reason) {
        return reason == null ? "" : reason.strip();
    }

    private static Map<String, Optional<String>> changes(@Nullable ChangeRequest request) {
        if (request == null || request.files() == null || request.files().isEmpty()) {
            throw malformed();
        }
        Map<String, Optional<String>> changes = new HashMap<>();
        request.files().forEach((path, text) -> changes.put(path, Optional.ofNullable(text)));
        return changes;
    }

    private static HttpProblem malformed() {
        return Problems.badRequest(
                "the body must be such as {\"baseVersion\": 5, \"files\": {\"stations/top.yaml\": \"...\"}, \"reason\": \"...\"}");
    }

    private static <T> T answering(Supplier<T> work) {
        try {
            return work.get();
        } catch (ConfigurationRefusedException e) {
            throw problem(e);
        } catch (StorageException e) {
            throw Problems.unavailable(String.valueOf(e.getMessage()));
        }
    }

    private static HttpProblem problem(ConfigurationRefusedException refused) {
        String why = String.valueOf(refused.getMessage());
        return switch (refused.kind()) {
            case MALFORMED -> Problems.badRequest(why);
            case CONFLICT -> Problems.conflict(why);
            case FORBIDDEN -> Problems.forbidden(why);
            case UNKNOWN -> Problems.notFound(why);
            case INVALID ->
                HttpProblem.builder(Problems.unprocessable("the service would not start with it"))
                        .with(
                                "problems",
                                refused.problems().stream().map(ProblemView::of).toList())
                        .build();
        };
    }
}
