package io.winnow.shipping;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1ResourceQuota;
import io.kubernetes.client.openapi.models.V1Role;
import io.kubernetes.client.openapi.models.V1RoleBinding;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Kubernetes objects as they are applied, and what the API's own description says of them. */
final class Manifests {
    /** YAML as Kubernetes reads it: a key that stands twice is an error. */
    static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private static final JSON KUBERNETES = new JSON(); // registers what checks the nested types

    private static final Map<String, Check> CHECKS = Map.ofEntries(
            Map.entry("v1/Namespace", V1Namespace::validateJsonElement),
            Map.entry("v1/ConfigMap", V1ConfigMap::validateJsonElement),
            Map.entry("v1/PersistentVolumeClaim", V1PersistentVolumeClaim::validateJsonElement),
            Map.entry("v1/ResourceQuota", V1ResourceQuota::validateJsonElement),
            Map.entry("v1/Service", V1Service::validateJsonElement),
            Map.entry("v1/ServiceAccount", V1ServiceAccount::validateJsonElement),
            Map.entry("apps/v1/Deployment", V1Deployment::validateJsonElement),
            Map.entry("apps/v1/StatefulSet", V1StatefulSet::validateJsonElement),
            Map.entry("autoscaling/v2/HorizontalPodAutoscaler", V2HorizontalPodAutoscaler::validateJsonElement),
            Map.entry("batch/v1/Job", V1Job::validateJsonElement),
            Map.entry("networking.k8s.io/v1/NetworkPolicy", V1NetworkPolicy::validateJsonElement),
            Map.entry("policy/v1/PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement),
            Map.entry("rbac.authorization.k8s.io/v1/Role", V1Role::validateJsonElement),
            Map.entry("rbac.authorization.k8s.io/v1/RoleBinding", V1RoleBinding::validateJsonElement),
            Map.entry("monitoring.coreos.com/v1/ServiceMonitor", bound(ServiceMonitor.class)),
            Map.entry("monitoring.coreos.com/v1/PrometheusRule", bound(PrometheusRule.class)));

    private interface Check {
        void accept(JsonElement object) throws IOException;
    }

    private final List<JsonNode> objects;

    private Manifests(List<JsonNode> objects) {
        this.objects = List.copyOf(objects);
    }

    static Manifests parse(String yaml) throws IOException {
        YAMLParser parser = ((YAMLFactory) YAML.getFactory()).createParser(yaml);
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(parser)) {
            return new Manifests(documents.readAll());
        }
    }

    /** What Kustomize makes of an overlay. */
    static Manifests overlay(String name) throws IOException, InterruptedException {
        Command.Result built = Command.succeed("kubectl", "kustomize", "k8s/overlays/" + name);
        return parse(built.lines().stream()
                .filter(line -> !line.startsWith("# Warning:")) // of newer versions, about what older ones need
                .reduce("", (text, line) -> text + line + "\n"));
    }

    List<JsonNode> all() {
        return objects;
    }

    Stream<JsonNode> of(String kind) {
        return objects.stream().filter(object -> object.path("kind").asText().equals(kind));
    }

    Optional<JsonNode> named(String kind, String name) {
        return of(kind).filter(object -> name(object).equals(name)).findFirst();
    }

    /** Pod templates of everything that has one. */
    List<JsonNode> pods() {
        List<JsonNode> pods = new ArrayList<>();
        Stream.of("Deployment", "StatefulSet")
                .flatMap(this::of)
                .forEach(each -> pods.add(each.path("spec").path("template")));
        return pods;
    }

    static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    static Stream<JsonNode> items(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    /**
     * Compares an object with its kind's description: fields, their types, those that are required.
     *
     * @throws IOException saying what does not fit
     */
    static void check(JsonNode object) throws IOException {
        String kind =
                object.path("apiVersion").asText() + "/" + object.path("kind").asText();
        Check check = CHECKS.get(kind);
        if (check == null || KUBERNETES == null) {
            throw new IOException(kind + " is not known to this test");
        }
        try {
            check.accept(JsonParser.parseString(object.toString()));
        } catch (IllegalArgumentException e) {
            throw new IOException(kind + " " + name(object) + ": " + e.getMessage(), e);
        }
    }

    /** Binds to a class whose fields are generated from the definition; whatever it has no field for is refused. */
    private static Check bound(Class<?> type) {
        ObjectMapper strict = new ObjectMapper()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                    private static final long serialVersionUID = 1;

                    @Override
                    public Boolean hasAnySetter(Annotated annotated) {
                        return false;
                    }
                });
        return object -> strict.readValue(object.toString(), type);
    }
}
