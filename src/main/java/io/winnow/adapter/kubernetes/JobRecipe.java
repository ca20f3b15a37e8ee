package io.winnow.adapter.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.winnow.core.image.ContentHash;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.RefitExecutor.Order;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a Job for a refit looks like.
 *
 * @param site name of the plant
 * @param cpu request and limit, as Kubernetes writes it
 * @param memoryBytes request and limit
 * @param template YAML file with parts of a Job, read for each; what we say ourselves stands above it
 * @param configuration folder in the pod
 * @param deadline after which the cluster ends it
 * @param keepFinished how long the cluster keeps it when it has ended
 */
public record JobRecipe(
        String site,
        String namespace,
        String image,
        Optional<String> serviceAccount,
        Optional<String> cpu,
        Optional<Long> memoryBytes,
        Optional<Path> template,
        String configuration,
        Duration deadline,
        Duration keepFinished) {
    static final String CONTAINER = "refit";
    static final String JOB = "winnow.io/job";
    static final String STATION = "winnow.io/station";
    static final String STRATEGY = "winnow.io/strategy";
    static final String RATIO = "winnow.io/ratio";

    private static final String SITE = "winnow.io/site";
    private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
    private static final int HASH = 8;
    private static final int LONGEST_BEGIN = 50;

    /** The same order has the same name, so that giving it twice makes one Job. */
    String name(Order order) {
        return "winnow-%s-%s".formatted(order.job(), hash(site + "/" + order.station()));
    }

    /** By which all Jobs of the site are found. */
    String selector() {
        return "%s=winnow,%s=%s".formatted(MANAGED_BY, SITE, label(site));
    }

    ObjectNode job(Order order) throws IOException {
        ObjectNode job = JsonNodeFactory.instance.objectNode();
        job.put("apiVersion", "batch/v1").put("kind", "Job");
        ObjectNode metadata = job.putObject("metadata");
        metadata.put("name", name(order)).put("namespace", namespace);
        labels(metadata, order);
        metadata.putObject("annotations")
                .put(JOB, order.job())
                .put(STATION, order.station().value())
                .put(STRATEGY, order.strategy())
                .put(RATIO, Double.toString(order.ratio()));
        ObjectNode spec = job.putObject("spec");
        // A refit that failed is begun again by a person or the schedule, not by the cluster.
        spec.put("backoffLimit", 0)
                .put("activeDeadlineSeconds", deadline.toSeconds())
                .put("ttlSecondsAfterFinished", keepFinished.toSeconds());
        ObjectNode pod = spec.putObject("template");
        labels(pod.putObject("metadata"), order);
        pod(pod.putObject("spec"), order);
        return template.isEmpty() ? job : merged(read(template.get()), job);
    }

    private void labels(ObjectNode metadata, Order order) {
        metadata.putObject("labels")
                .put("app.kubernetes.io/name", "winnow-refit")
                .put(MANAGED_BY, "winnow")
                .put(SITE, label(site))
                .put(STATION, label(order.station().value()))
                .put(JOB, label(order.job()));
    }

    private void pod(ObjectNode pod, Order order) {
        pod.put("restartPolicy", "Never");
        // It speaks to the database and the storage, not to the API server.
        pod.put("automountServiceAccountToken", false);
        serviceAccount.ifPresent(name -> pod.put("serviceAccountName", name));
        pod.putObject("securityContext")
                .put("runAsNonRoot", true)
                .putObject("seccompProfile")
                .put("type", "RuntimeDefault");
        ObjectNode container = pod.putArray("containers").addObject();
        container.put("name", CONTAINER).put("image", image);
        ArrayNode arguments = container.putArray("args");
        List.of(
                        "refit",
                        "--config",
                        configuration,
                        "--station",
                        order.station().value(),
                        "--strategy",
                        order.strategy(),
                        "--ratio",
                        Double.toString(order.ratio()),
                        "--job",
                        order.job())
                .forEach(arguments::add);
        if (cpu.isPresent() || memoryBytes.isPresent()) {
            ObjectNode resources = container.putObject("resources");
            for (String bound : List.of("requests", "limits")) {
                ObjectNode amounts = resources.putObject(bound);
                cpu.ifPresent(amount -> amounts.put("cpu", amount));
                memoryBytes.ifPresent(amount -> amounts.put("memory", Long.toString(amount)));
            }
        }
        container.put("terminationMessagePolicy", "FallbackToLogsOnError");
        container
                .putObject("securityContext")
                .put("allowPrivilegeEscalation", false)
                .put("readOnlyRootFilesystem", true)
                .putObject("capabilities")
                .putArray("drop")
                .add("ALL");
    }

    private static ObjectNode read(Path file) throws IOException {
        JsonNode read;
        try {
            read = new YAMLMapper().readTree(Files.readString(file));
        } catch (IOException e) {
            throw new IOException("template %s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
        if (read instanceof ObjectNode template) {
            return template;
        }
        throw new IOException("template %s must hold parts of a Job: keys and values".formatted(file));
    }

    /** What both say, the second says; containers are matched by their names, other lists stand one behind the other. */
    private static ObjectNode merged(ObjectNode below, ObjectNode above) {
        ObjectNode merged = below.deepCopy();
        for (Map.Entry<String, JsonNode> field : above.properties()) {
            JsonNode before = merged.get(field.getKey());
            if (before instanceof ObjectNode one && field.getValue() instanceof ObjectNode other) {
                merged.set(field.getKey(), merged(one, other));
            } else if (before instanceof ArrayNode one && field.getValue() instanceof ArrayNode other) {
                merged.set(field.getKey(), merged(one, other));
            } else {
                merged.set(field.getKey(), field.getValue());
            }
        }
        return merged;
    }

    private static ArrayNode merged(ArrayNode below, ArrayNode above) {
        ArrayNode merged = below.deepCopy();
        for (JsonNode each : above) {
            int same = -1;
            for (int i = 0; i < merged.size(); i++) {
                if (each.has("name") && each.get("name").equals(merged.get(i).get("name"))) {
                    same = i;
                }
            }
            if (same >= 0 && each instanceof ObjectNode one && merged.get(same) instanceof ObjectNode before) {
                merged.set(same, merged(before, one));
            } else if (!contains(merged, each)) {
                merged.add(each);
            }
        }
        return merged;
    }

    private static boolean contains(ArrayNode list, JsonNode element) {
        for (JsonNode each : list) {
            if (each.equals(element)) {
                return true;
            }
        }
        return false;
    }

    /** Itself where Kubernetes takes it as a label, or its begin and a hash. */
    static String label(String value) {
        if (LABEL.matcher(value).matches()) {
            return value;
        }
        String begin = value.replaceAll("[^A-Za-z0-9]", "x");
        return begin.substring(0, Math.min(begin.length(), LONGEST_BEGIN)) + "-" + hash(value);
    }

    private static String hash(String text) {
        return ContentHash.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))
                .hex()
                .substring(0, HASH);
    }

    /** The order that a Job was made for; empty where it is none of ours. */
    static Optional<Order> order(JsonNode job) {
        JsonNode notes = job.path("metadata").path("annotations");
        String id = notes.path(JOB).asText();
        String station = notes.path(STATION).asText();
        return id.isEmpty() || station.isEmpty()
                ? Optional.empty()
                : Optional.of(new Order(
                        id,
                        new StationId(station),
                        notes.path(STRATEGY).asText(),
                        notes.path(RATIO).asDouble()));
    }
}
