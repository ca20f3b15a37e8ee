package io.winnow.app;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.winnow.core.image.ContentHash;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The page of the dashboard. Its hundred files are asked for below a folder named after the content of all of them, so that browsers keep
 * them and need not ask at every visit whether each is still the same; an upgrade is another folder. Without the folder, and below an
 * old one, they are there too and always asked for. Thread-safe.
 */
@Singleton
public class DashboardPage {
    private static final String FILES = "META-INF/resources";
    private static final String FOLDER = "/assets/";
    private static final Pattern NAMED = Pattern.compile("(?:href|src)=\"(/(?:js|css|i18n|vendor)/[^\"]+)\"");
    private static final Pattern ASSET =
            Pattern.compile(Pattern.quote(FOLDER) + "([0-9a-f]+)(/(?:js|css|i18n|vendor)/.+)");
    private static final Pattern ASKED_FOR = Pattern.compile("/|/(?:index|login)\\.html|/(?:js|css|i18n|vendor)/.*");
    private static final String FOREVER = "public, max-age=31536000, immutable";
    /** Of a request that came by the folder of this version. */
    private static final String KEPT = DashboardPage.class.getName();

    private static final int DIGITS = 16;
    private static final int AMONG_FILTERS = 10;

    private record Page(String version, String text) {}

    private volatile @Nullable Page page;

    void say(@Observes Filters filters) {
        filters.register(DashboardPage::sayHowLongItHolds, AMONG_FILTERS);
    }

    private static void sayHowLongItHolds(RoutingContext request) {
        if (ASKED_FOR.matcher(request.normalizedPath()).matches()) {
            boolean kept = request.get(KEPT) != null;
            request.response().putHeader(HttpHeaders.CACHE_CONTROL, kept ? FOREVER : "no-cache");
        }
        request.next();
    }

    void serve(@Observes Router router) {
        router.get("/").blockingHandler(this::show);
        router.get("/index.html").blockingHandler(this::show);
        router.get(FOLDER + "*").handler(this::pass);
    }

    private void show(RoutingContext request) {
        Page shown = page();
        String tag = "\"" + shown.version() + "\"";
        HttpServerResponse response = request.response().putHeader(HttpHeaders.ETAG, tag);
        if (tag.equals(request.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, "text/html;charset=UTF-8")
                    .end(shown.text());
        }
    }

    private void pass(RoutingContext request) {
        Matcher asset = ASSET.matcher(request.normalizedPath());
        if (!asset.matches()) {
            request.next();
            return;
        }
        Page known = page;
        if (known != null && known.version().equals(asset.group(1))) {
            request.put(KEPT, true);
        }
        request.reroute(asset.group(2));
    }

    private Page page() {
        Page known = page;
        if (known == null) {
            known = read();
            page = known;
        }
        return known;
    }

    private static Page read() {
        try {
            String index = new String(bytes("/index.html"), StandardCharsets.UTF_8);
            MessageDigest digest = ContentHash.sha256();
            digest.update(index.getBytes(StandardCharsets.UTF_8));
            Matcher named = NAMED.matcher(index);
            while (named.find()) {
                digest.update(bytes(named.group(1)));
            }
            String version = HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
            String folder = FOLDER + version;
            return new Page(version, NAMED.matcher(index).replaceAll(each -> each.group()
                    .replace("\"/", "\"" + folder + "/")));
        } catch (IOException e) {
            throw new IllegalStateException("the dashboard's page cannot be read: " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(String path) throws IOException {
        try (InputStream file = DashboardPage.class.getClassLoader().getResourceAsStream(FILES + path)) {
            if (file == null) {
                throw new FileNotFoundException(path + " is missing");
            }
            return file.readAllBytes();
        }
    }
}
