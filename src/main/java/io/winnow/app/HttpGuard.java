package io.winnow.app;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.jackson.ObjectMapperCustomizer;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What holds for every request before a resource sees it: how large a body may be, that each refusal is counted, and that also those of
 * the server below the resources are RFC 9457 problems. Thread-safe.
 */
@Singleton
public class HttpGuard implements ObjectMapperCustomizer {
    /** Labels of 500 frames with masks; far more than that is an attack or a mistake, and would be read into memory at once. */
    private static final long LARGEST_JSON = 16 << 20;

    /** Before anything else looks at a request. */
    private static final int FIRST = 1_000;

    private final MeterRegistry registry;
    private final long largestBody;

    HttpGuard(
            MeterRegistry registry,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize largestBody) {
        this.registry = registry;
        this.largestBody = largestBody.asLongValue();
    }

    /** One key twice is somebody's mistake: which of the two would count? */
    @Override
    public void customize(ObjectMapper mapper) {
        mapper.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    }

    void guard(@Observes Filters filters) {
        filters.register(this::check, FIRST);
    }

    void explain(@Observes Router router) {
        router.errorHandler(
                400, request -> answer(request, 400, "Bad request", "the address or a header cannot be read"));
        router.errorHandler(413, request -> tooLarge(request, largestBody));
    }

    private void check(RoutingContext request) {
        request.addEndHandler(done -> count(request.response().getStatusCode()));
        String type = String.valueOf(request.request().getHeader(HttpHeaders.CONTENT_TYPE));
        boolean json = type.toLowerCase(Locale.ROOT).startsWith("application/json");
        long most = json ? Math.min(LARGEST_JSON, largestBody) : largestBody;
        if (length(request) > most) {
            tooLarge(request, most);
        } else {
            request.next();
        }
    }

    /** Of the body; 0 where it is not told. */
    private static long length(RoutingContext request) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private static void tooLarge(RoutingContext request, long most) {
        request.response().putHeader(HttpHeaders.CONNECTION, "close");
        answer(
                request,
                413,
                "Content too large",
                "the body has %s bytes, at most %d are taken"
                        .formatted(
                                String.valueOf(request.request().getHeader(HttpHeaders.CONTENT_LENGTH))
                                        .replace("null", "more"),
                                most));
    }

    private static void answer(RoutingContext request, int status, String title, String detail) {
        if (!request.response().ended()) {
            request.response()
                    .setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                    .end(new JsonObject()
                            .put("status", status)
                            .put("title", title)
                            .put("detail", detail)
                            .put("instance", request.request().path())
                            .encode());
        }
    }

    private void count(int status) {
        if (status >= 400) {
            registry.counter("winnow.http.refused", "status", Integer.toString(status))
                    .increment();
        }
    }
}
