package io.winnow.shipping;

import static io.winnow.shipping.Manifests.items;
import static io.winnow.shipping.Manifests.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The overlays as Kustomize builds them: against the API's description, against each other, and against what the service needs. */
class KubernetesTest {
    private static final String SINGLE = "single-node";
    private static final String FLEET = "fleet";
    private static final Map<String, Manifests> BUILT = new ConcurrentHashMap<>();

    /** Not in the repository: whoever installs makes them (docs/kubernetes.md). */
    private static final Map<String, Set<String>> SECRETS = Map.of(
            SINGLE, Set.of("winnow-broker", "mosquitto-accounts"),
            FLEET, Set.of("winnow-broker", "winnow-database", "winnow-objects", "winnow-metrics"));

    @BeforeAll
    static void build() throws Exception {
        assumeTrue(Command.exists("kubectl"), "kubectl is missing: apt-get install kubernetes-client");
        for (String overlay : Set.of(SINGLE, FLEET)) {
            BUILT.put(overlay, Manifests.overlay(overlay));
        }
    }

    private static Manifests built(String overlay) {
        return java.util.Objects.requireNonNull(BUILT.get(overlay));
    }

    @ParameterizedTest
    @ValueSource(strings = {SINGLE, FLEET})
    void everyObject_isWhatTheApiDescribes(String overlay) {
        assertThat(built(overlay).all()).isNotEmpty().allSatisfy(object -> assertThatCode(() -> Manifests.check(object))
                .doesNotThrowAnyException());
    }

    @Test
    void objectsThatDoNotFit_areFound() throws IOException {
        JsonNode set = built(FLEET).named("StatefulSet", "winnow").orElseThrow();
        ObjectNode misspelt = set.deepCopy();
        ((ObjectNode) misspelt.at("/spec/template/spec/containers/0/readinessProbe")).put("periodSecond", 3);
        ObjectNode incomplete = set.deepCopy();
        ((ObjectNode) incomplete.path("spec")).remove("selector");
        ObjectNode mistyped = set.deepCopy();
        ((ObjectNode) mistyped.at("/spec/template/spec/containers/0")).put("args", "serve");
        ObjectNode rule =
                built(FLEET).of("PrometheusRule").findFirst().orElseThrow().deepCopy();
        ((ObjectNode) rule.at("/spec/groups/0/rules/0")).put("expression", "up == 0");

        assertThatThrownBy(() -> Manifests.check(misspelt)).hasMessageContaining("periodSecond");
        assertThatThrownBy(() -> Manifests.check(incomplete)).hasMessageContaining("selector");
        assertThatThrownBy(() -> Manifests.check(mistyped)).hasMessageContaining("args");
        assertThatThrownBy(() -> Manifests.check(rule)).hasMessageContaining("expression");
        assertThatThrownBy(() -> Manifests.parse("a: 1\na: 2\n")).hasMessageContaining("Duplicate");
    }

    @ParameterizedTest
    @ValueSource(strings = {SINGLE, FLEET})
    void selectors_chooseThePodsTheyMean(String overlay) {
        Manifests built = built(overlay);
        for (String kind : Set.of("StatefulSet", "Deployment")) {
            built.of(kind).forEach(each -> assertThat(labels(each.at("/spec/template")))
                    .as(name(each))
                    .containsAll(entries(each.at("/spec/selector/matchLabels"))));
        }
        built.of("Service").forEach(each -> assertChoosesPods(built, each.at("/spec/selector"), name(each)));
        built.of("PodDisruptionBudget")
                .forEach(each -> assertChoosesPods(built, each.at("/spec/selector/matchLabels"), name(each)));
        built.of("NetworkPolicy")
                .filter(each -> !each.at("/spec/podSelector/matchLabels").isMissingNode())
                .filter(each ->
                        !each.at("/spec/podSelector/matchLabels").toString().contains("winnow-refit")) // pods of Jobs
                .forEach(each -> assertChoosesPods(built, each.at("/spec/podSelector/matchLabels"), name(each)));
        built.of("ServiceMonitor").forEach(each -> assertThat(built.of("Service")
                        .filter(service -> labels(service).containsAll(entries(each.at("/spec/selector/matchLabels")))))
                .as("services of " + name(each))
                .hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {SINGLE, FLEET})
    void names_ofPorts_volumes_secrets_configMaps_andAccounts_exist(String overlay) {
        Manifests built = built(overlay);
        for (JsonNode pod : built.pods()) {
            assertReferences(built, overlay, pod);
        }
        Set<String> ports = new TreeSet<>();
        built.pods().forEach(pod -> ports.addAll(ports(pod)));
        built.of("Service").forEach(service -> items(service.at("/spec/ports")).forEach(port -> assertThat(ports)
                .contains(port.path("targetPort").asText())));
        built.of("NetworkPolicy")
                .flatMap(policy -> policy.findValues("port").stream())
                .filter(JsonNode::isTextual)
                .forEach(port -> assertThat(ports).contains(port.asText()));
        built.of("StatefulSet").forEach(each -> assertThat(
                        built.named("Service", each.at("/spec/serviceName").asText()))
                .isPresent());
        built.of("HorizontalPodAutoscaler").forEach(each -> assertThat(built.named(
                        each.at("/spec/scaleTargetRef/kind").asText(),
                        each.at("/spec/scaleTargetRef/name").asText()))
                .isPresent());
        built.of("RoleBinding").forEach(each -> {
            assertThat(built.named("Role", each.at("/roleRef/name").asText())).isPresent();
            items(each.path("subjects")).forEach(subject -> assertThat(
                            built.named("ServiceAccount", subject.path("name").asText()))
                    .isPresent());
        });
        assertThat(built.all().stream()
                        .filter(each -> !each.path("kind").asText().equals("Namespace")))
                .allSatisfy(each ->
                        assertThat(each.at("/metadata/namespace").asText()).isEqualTo("winnow"));
    }

    @ParameterizedTest
    @ValueSource(strings = {SINGLE, FLEET})
    void pods_keepToTheRestrictedProfile_andHaveProbesAndLimits(String overlay) {
        for (JsonNode pod : built(overlay).pods()) {
            assertRestricted(pod.path("spec"));
            JsonNode container = pod.at("/spec/containers/0");
            assertThat(container.path("image").asText()).matches(".+:[^:]+").doesNotEndWith(":latest");
            assertThat(container.at("/resources/requests/cpu").asText()).isNotEmpty();
            assertThat(container.at("/resources/requests/memory").asText()).isNotEmpty();
            assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
            assertThat(Stream.of("startupProbe", "livenessProbe", "readinessProbe"))
                    .allMatch(container::has);
        }
        JsonNode winnow = winnow(overlay);
        assertThat(winnow.at("/startupProbe/httpGet/path").asText()).isEqualTo("/q/health/started");
        assertThat(winnow.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/q/health/live");
        assertThat(winnow.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/q/health/ready");
        assertThat(built(overlay)
                        .named("StatefulSet", "winnow")
                        .orElseThrow()
                        .at("/spec/template/spec/terminationGracePeriodSeconds")
                        .asInt())
                .isGreaterThanOrEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(strings = {SINGLE, FLEET})
    void nothing_isReached_unlessAPolicySaysSo(String overlay) {
        assertThat(built(overlay).named("NetworkPolicy", "default-deny")).hasValueSatisfying(policy -> {
            assertThat(policy.at("/spec/podSelector")).isEmpty();
            assertThat(policy.at("/spec/policyTypes").toString()).contains("Ingress", "Egress");
            assertThat(policy.path("spec").has("ingress")).isFalse();
            assertThat(policy.path("spec").has("egress")).isFalse();
        });
    }

    @Test
    void image_isStartedAsItsRecipeStartsIt() throws IOException {
        Containerfile.Stage image =
                Containerfile.read(Path.of("containers/Containerfile.jvm")).last();
        JsonNode winnow = winnow(SINGLE);

        assertThat(items(winnow.path("args")).map(JsonNode::asText))
                .containsExactlyElementsOf(image.last("CMD").orElseThrow().words());
        assertThat(winnow.at("/ports/0/containerPort").asText())
                .isEqualTo(image.last("EXPOSE").orElseThrow().text());
        assertThat(built(SINGLE)
                                .named("StatefulSet", "winnow")
                                .orElseThrow()
                                .at("/spec/template/spec/securityContext/runAsUser")
                                .asText()
                        + ":"
                        + built(SINGLE)
                                .named("StatefulSet", "winnow")
                                .orElseThrow()
                                .at("/spec/template/spec/securityContext/runAsGroup")
                                .asText())
                .isEqualTo(image.last("USER").orElseThrow().text());
    }

    @Test
    void singleNode_isOneMemberWithItsDisk_andTheBrokerOfItsConfiguration() throws IOException {
        JsonNode site = site(SINGLE);

        assertThat(built(SINGLE)
                        .named("StatefulSet", "winnow")
                        .orElseThrow()
                        .at("/spec/replicas")
                        .asInt())
                .isEqualTo(1);
        assertThat(site.at("/broker/uri").asText()).isEqualTo("tcp://mosquitto:1883");
        assertThat(built(SINGLE)
                        .named("Service", "mosquitto")
                        .orElseThrow()
                        .at("/spec/ports/0/port")
                        .asInt())
                .isEqualTo(1883);
        assertThat(site.at("/storage/database").isMissingNode()).isTrue();
    }

    @Test
    void fleet_hasARefitPodLikeItsMembers_andRightsForTheJobs() throws IOException {
        Manifests fleet = built(FLEET);
        JsonNode site = site(FLEET);
        JsonNode jobs = site.at("/refit/kubernetes");
        ObjectNode template = (ObjectNode) Manifests.YAML.readTree(
                Path.of("edge-config/examples/fleet/refit-pod.yaml").toFile());
        JsonNode pod = template.at("/spec/template");

        assertThat(jobs.path("image").asText())
                .isEqualTo(winnow(FLEET).path("image").asText());
        assertThat(jobs.path("namespace").asText()).isEqualTo("winnow");
        assertThat(fleet.named("ServiceAccount", jobs.path("serviceAccount").asText()))
                .isPresent();
        assertThat(fleet.named("Role", "winnow-refit-jobs")
                        .orElseThrow()
                        .at("/rules/0")
                        .toString())
                .contains("batch", "jobs", "create", "watch", "delete");
        ((ObjectNode) pod.path("spec")).put("restartPolicy", "Never");
        ((ObjectNode) pod.at("/spec/containers/0"))
                .put("image", jobs.path("image").asText());
        assertThatCode(() ->
                        Manifests.check(template.put("apiVersion", "batch/v1").put("kind", "Job")))
                .doesNotThrowAnyException();
        assertRestricted(pod.path("spec"));
        assertReferences(fleet, FLEET, pod);
        assertThat(mounts(pod))
                .isEqualTo(mounts(
                        fleet.named("StatefulSet", "winnow").orElseThrow().at("/spec/template")));
    }

    @Test
    void fleet_growsByAMetricThatTheServiceExports() {
        JsonNode metric = built(FLEET)
                .of("HorizontalPodAutoscaler")
                .findFirst()
                .orElseThrow()
                .at("/spec/metrics/0/pods/metric/name");

        assertThat(ExportedMetrics.names()).contains(metric.asText());
    }

    @Test
    void alertRules_areThoseThatAreTried() throws IOException {
        JsonNode tried = Manifests.YAML.readTree(
                Path.of("containers/monitoring/alerts.yml").toFile());

        assertThat(built(FLEET).of("PrometheusRule").findFirst().orElseThrow().at("/spec/groups"))
                .isEqualTo(tried.path("groups"));
    }

    @ParameterizedTest
    @ValueSource(strings = {SINGLE, FLEET})
    void configMaps_holdEveryStationOfTheExample(String overlay) throws IOException {
        Path example = Examples.FOLDER.resolve(overlay.equals(SINGLE) ? "k3s" : "fleet");
        Set<String> files = new HashSet<>();
        try (Stream<Path> stations = Files.list(example.resolve("stations"))) {
            stations.forEach(file -> files.add(String.valueOf(file.getFileName())));
        }
        JsonNode map = built(overlay)
                .of("ConfigMap")
                .filter(each -> name(each).startsWith("winnow-stations"))
                .findFirst()
                .orElseThrow();
        Set<String> held = new HashSet<>();
        map.path("data").fieldNames().forEachRemaining(held::add);

        assertThat(held).isEqualTo(files);
    }

    private static JsonNode site(String overlay) throws IOException {
        JsonNode map = built(overlay)
                .of("ConfigMap")
                .filter(each -> name(each).startsWith("winnow-site"))
                .findFirst()
                .orElseThrow();
        return Manifests.YAML.readTree(map.at("/data/site.yaml").asText());
    }

    private static JsonNode winnow(String overlay) {
        return built(overlay).named("StatefulSet", "winnow").orElseThrow().at("/spec/template/spec/containers/0");
    }

    private static void assertRestricted(JsonNode spec) {
        assertThat(spec.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(spec.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(Stream.of("hostNetwork", "hostPID", "hostIPC")).noneMatch(spec::has);
        assertThat(spec.findValues("hostPath")).isEmpty();
        items(spec.path("containers")).forEach(container -> {
            assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                    .isFalse();
            assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                    .isTrue();
            assertThat(container.at("/securityContext/capabilities/drop/0").asText())
                    .isEqualTo("ALL");
        });
    }

    private static void assertReferences(Manifests built, String overlay, JsonNode pod) {
        Set<String> volumes = new HashSet<>();
        for (JsonNode volume : pod.at("/spec/volumes")) {
            volumes.add(volume.path("name").asText());
            if (volume.has("configMap")) {
                assertThat(built.named("ConfigMap", volume.at("/configMap/name").asText()))
                        .as(volume.toString())
                        .isPresent();
            }
            if (volume.has("secret")) {
                assertThat(SECRETS.get(overlay))
                        .contains(volume.at("/secret/secretName").asText());
            }
            if (volume.has("persistentVolumeClaim")) {
                assertThat(built.named(
                                "PersistentVolumeClaim",
                                volume.at("/persistentVolumeClaim/claimName").asText()))
                        .isPresent();
            }
        }
        for (JsonNode container : pod.at("/spec/containers")) {
            items(container.path("volumeMounts")).forEach(mount -> assertThat(volumes)
                    .contains(mount.path("name").asText()));
            items(container.path("volumeMounts"))
                    .filter(mount -> mount.has("subPath"))
                    .forEach(mount -> {
                        JsonNode volume = items(pod.at("/spec/volumes"))
                                .filter(each -> each.path("name").equals(mount.path("name")))
                                .findFirst()
                                .orElseThrow();
                        assertThat(built.named(
                                                "ConfigMap",
                                                volume.at("/configMap/name").asText())
                                        .orElseThrow()
                                        .path("data")
                                        .has(mount.path("subPath").asText()))
                                .as(mount.toString())
                                .isTrue();
                    });
            Stream.of("startupProbe", "livenessProbe", "readinessProbe")
                    .map(container::path)
                    .flatMap(probe -> probe.findValues("port").stream())
                    .forEach(port -> assertThat(ports(pod)).contains(port.asText()));
        }
        if (pod.path("spec").has("serviceAccountName")) {
            assertThat(built.named(
                            "ServiceAccount", pod.at("/spec/serviceAccountName").asText()))
                    .isPresent();
        }
    }

    private static Set<String> mounts(JsonNode pod) {
        Set<String> mounts = new TreeSet<>();
        items(pod.at("/spec/containers/0/volumeMounts"))
                .forEach(mount -> mounts.add(mount.path("mountPath").asText()));
        return mounts;
    }

    private static Set<String> ports(JsonNode pod) {
        Set<String> names = new HashSet<>();
        items(pod.at("/spec/containers"))
                .flatMap(container -> items(container.path("ports")))
                .forEach(port -> names.add(port.path("name").asText()));
        return names;
    }

    private static void assertChoosesPods(Manifests built, JsonNode selector, String name) {
        assertThat(built.pods().stream().filter(pod -> labels(pod).containsAll(entries(selector))))
                .as("pods of " + name)
                .hasSize(1);
    }

    private static Set<String> labels(JsonNode object) {
        return entries(object.at("/metadata/labels"));
    }

    private static Set<String> entries(JsonNode map) {
        Set<String> entries = new HashSet<>();
        map.properties()
                .forEach(entry ->
                        entries.add(entry.getKey() + "=" + entry.getValue().asText()));
        return entries;
    }
}
