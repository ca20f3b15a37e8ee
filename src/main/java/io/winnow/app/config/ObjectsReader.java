package io.winnow.app.config;

import io.winnow.app.config.SiteConfiguration.Objects;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code storage.objects}. */
final class ObjectsReader {
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern PREFIX = Pattern.compile("([A-Za-z0-9._-]{1,64}/){0,7}[A-Za-z0-9._-]{1,64}/?");
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,64}");
    private static final DataSize LEAST_CACHE = new DataSize(10_000_000);
    private static final DataSize MOST_CACHE = new DataSize(1_000_000_000_000_000L);
    private static final DataSize CACHE = new DataSize(5_000_000_000L);

    private final Section objects;
    private final SecretReader secrets;

    ObjectsReader(Section objects, SecretReader secrets) {
        this.objects = objects;
        this.secrets = secrets;
    }

    /** Where frames, embeddings and models are kept; empty for the data folder. */
    Optional<Objects> read() {
        Optional<String> bucket =
                objects.optionalText("bucket", "the name of a bucket", text -> Forms.matching(BUCKET, text));
        Optional<URI> uri = objects.optionalText(
                "uri", "an address such as https://storage:9000 (http or https)", "Amazon S3", Forms::web);
        String region = objects.optionalText(
                        "region", "the name of a region", "us-east-1", text -> Forms.matching(REGION, text))
                .orElse("us-east-1");
        String prefix = objects.optionalText(
                        "prefix",
                        "names of letters, digits, ., _ and - with / between them",
                        text -> Forms.matching(PREFIX, text))
                .map(text -> text.endsWith("/") ? text : text + "/")
                .orElse("");
        Optional<Secret> access = secrets.read(objects, "storage.objects", "accessKey");
        Optional<Secret> secret = secrets.read(objects, "storage.objects", "secretKey");
        if (access.isPresent() != secret.isPresent()) {
            String given = access.isPresent() ? "accessKey" : "secretKey";
            String wanted = access.isPresent() ? "secretKey" : "accessKey";
            objects.problem(
                    objects.has(given + "File") ? given + "File" : given + "Environment",
                    "needs storage.objects.%sFile or storage.objects.%sEnvironment".formatted(wanted, wanted));
        }
        boolean pathStyle = objects.flag("pathStyle", true);
        DataSize cache = objects.size("cache", LEAST_CACHE, MOST_CACHE, CACHE);
        Duration timeout =
                objects.duration("timeout", Duration.ofSeconds(1), Duration.ofMinutes(10), Duration.ofSeconds(30));
        if (!objects.has("bucket")) {
            refuseOthers();
        }
        return bucket.map(name -> new Objects(uri, name, region, prefix, access, secret, pathStyle, cache, timeout));
    }

    private void refuseOthers() {
        List.of(
                        "uri",
                        "region",
                        "prefix",
                        "accessKeyFile",
                        "accessKeyEnvironment",
                        "secretKeyFile",
                        "secretKeyEnvironment",
                        "pathStyle",
                        "cache",
                        "timeout")
                .stream()
                .filter(objects::has)
                .forEach(key -> objects.problem(key, "means nothing without storage.objects.bucket"));
    }
}
