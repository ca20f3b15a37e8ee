package io.winnow.adapter.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.winnow.core.Progress;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.model.JobReport;
import io.winnow.core.model.JobReports;
import io.winnow.core.model.RefitExecutor.Order;
import io.winnow.testing.Await;
import io.winnow.testing.Inspections;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against fabric8's mock API server, which keeps what is created; the test plays the controller that runs Jobs. */
@Timeout(60)
class KubernetesRefitsTest {
    private static final Order ORDER = new Order("refit-abc", Inspections.STATION, "sroc", 0.1);
    private static final KubernetesRefits.Pace FAST =
            new KubernetesRefits.Pace(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofMillis(20));

    private final KubernetesMockServer cluster = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
    private final NamespacedKubernetesClient controller;
    private final ApiProxy api;
    private final Path folder;
    private final Map<String, JobReport> reports = new ConcurrentHashMap<>();
    private final List<String> phases = new CopyOnWriteArrayList<>();
    private final AtomicBoolean cancelled = new AtomicBoolean();

    KubernetesRefitsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        cluster.init();
        controller = cluster.createClient();
        api = new ApiProxy(URI.create("http://127.0.0.1:" + cluster.getPort()));
    }

    @AfterEach
    void end() {
        api.close();
        controller.close();
        cluster.destroy();
    }

    private KubernetesRefits refits(KubernetesRefits.Pace pace, Optional<Path> template) throws IOException {
        JobRecipe recipe = new JobRecipe(
                "plant-1",
                "winnow",
                "registry.example/winnow:1.0",
                Optional.of("winnow-refit"),
                Optional.of("4"),
                Optional.of(8_000_000_000L),
                template,
                "/etc/winnow",
                Duration.ofHours(2),
                Duration.ofHours(1));
        Path token = Files.writeString(folder.resolve("token"), "a-token\n");
        return new KubernetesRefits(
                new Cluster(api.uri(), Optional.of(token), Optional.empty(), "winnow"),
                recipe,
                new JobReports() {
                    @Override
                    public void put(JobReport report) {
                        reports.put(report.job(), report);
                    }

                    @Override
                    public Optional<JobReport> find(String job) {
                        return Optional.ofNullable(reports.get(job));
                    }
                },
                pace);
    }

    private KubernetesRefits refits() throws IOException {
        return refits(FAST, Optional.empty());
    }

    private Progress progress() {
        return (phase, done, total) -> {
            if (cancelled.get()) {
                throw new CancellationException();
            }
            String told = "%s %d/%d".formatted(phase, done, total);
            if (phases.isEmpty() || !phases.get(phases.size() - 1).equals(told)) {
                phases.add(told);
            }
        };
    }

    private CompletableFuture<ModelVersion> start(KubernetesRefits refits) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return refits.run(ORDER, progress());
            } catch (IOException e) {
                throw new IllegalStateException(e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
    }

    private List<Job> jobs() {
        return controller.batch().v1().jobs().inNamespace("winnow").list().getItems();
    }

    private Job created() {
        return Await.until(
                "a Job", Duration.ofSeconds(20), () -> jobs().stream().findFirst());
    }

    private void finish(String type, String reason) {
        Job job = created();
        controller
                .batch()
                .v1()
                .jobs()
                .inNamespace("winnow")
                .resource(new JobBuilder(job)
                        .withNewStatus()
                        .addNewCondition()
                        .withType(type)
                        .withStatus("True")
                        .withReason(reason)
                        .withMessage("Job has reached the specified backoff limit")
                        .endCondition()
                        .endStatus()
                        .build())
                .update();
    }

    private void tell(String phase, double percent, Optional<ModelVersion> version) {
        reports.put(
                ORDER.job(), new JobReport(ORDER.job(), Inspections.STATION, phase, percent, version, Instant.now()));
    }

    private void pod(ContainerStateBuilder state) {
        controller
                .pods()
                .inNamespace("winnow")
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName("pod-1")
                        .addToLabels("job-name", created().getMetadata().getName())
                        .endMetadata()
                        .withNewStatus()
                        .addNewContainerStatus()
                        .withName("refit")
                        .withState(state.build())
                        .endContainerStatus()
                        .endStatus()
                        .build())
                .create();
    }

    @Test
    void run_createsExactlyThisJob() throws Exception {
        CompletableFuture<ModelVersion> running = start(refits());
        created();

        assertThat(new ObjectMapper().readTree(api.seen("POST").get(0).body()))
                .isEqualTo(new ObjectMapper().readTree("""
                                {"apiVersion":"batch/v1","kind":"Job",
                                 "metadata":{"name":"winnow-refit-abc-%1$s","namespace":"winnow",
                                  "labels":{"app.kubernetes.io/name":"winnow-refit","app.kubernetes.io/managed-by":"winnow",
                                   "winnow.io/site":"plant-1","winnow.io/station":"press-1","winnow.io/job":"refit-abc"},
                                  "annotations":{"winnow.io/job":"refit-abc","winnow.io/station":"press-1",
                                   "winnow.io/strategy":"sroc","winnow.io/ratio":"0.1"}},
                                 "spec":{"backoffLimit":0,"activeDeadlineSeconds":7200,"ttlSecondsAfterFinished":3600,
                                  "template":{
                                   "metadata":{"labels":{"app.kubernetes.io/name":"winnow-refit",
                                    "app.kubernetes.io/managed-by":"winnow","winnow.io/site":"plant-1",
                                    "winnow.io/station":"press-1","winnow.io/job":"refit-abc"}},
                                   "spec":{"restartPolicy":"Never","automountServiceAccountToken":false,
                                    "serviceAccountName":"winnow-refit",
                                    "securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}},
                                    "containers":[{"name":"refit","image":"registry.example/winnow:1.0",
                                     "args":["refit","--config","/etc/winnow","--station","press-1",
                                      "--strategy","sroc","--ratio","0.1","--job","refit-abc"],
                                     "resources":{"requests":{"cpu":"4","memory":"8000000000"},
                                      "limits":{"cpu":"4","memory":"8000000000"}},
                                     "terminationMessagePolicy":"FallbackToLogsOnError",
                                     "securityContext":{"allowPrivilegeEscalation":false,"readOnlyRootFilesystem":true,
                                      "capabilities":{"drop":["ALL"]}}}]}}}}
                                """.formatted(
                                created().getMetadata().getName().substring("winnow-refit-abc-".length()))));
        assertThat(api.seen("POST").get(0).token()).contains("Bearer a-token");
        assertThat(created().getAdditionalProperties())
                .as("fields that a Job does not have")
                .isEmpty();
        tell("done", 100, Optional.of(new ModelVersion(3)));
        finish("Complete", "");
        assertThat(running.get(20, TimeUnit.SECONDS)).isEqualTo(new ModelVersion(3));
    }

    @Test
    void run_templateWithParts_isMergedIntoOurs() throws Exception {
        Path template = Files.writeString(folder.resolve("refit-pod.yaml"), """
                metadata:
                  labels: {team: vision, winnow.io/job: not-theirs}
                spec:
                  template:
                    spec:
                      nodeSelector: {accelerator: h100}
                      tolerations: [{key: gpu, operator: Exists}]
                      containers:
                        - name: refit
                          image: not-theirs
                          env: [{name: STORAGE_KEY, value: abc}]
                          securityContext: {capabilities: {drop: [ALL]}}
                        - name: proxy
                          image: proxy:1
                """);
        CompletableFuture<ModelVersion> running = start(refits(FAST, Optional.of(template)));

        Job job = created();

        assertThat(job.getMetadata().getLabels())
                .containsEntry("team", "vision")
                .containsEntry("winnow.io/job", "refit-abc");
        var pod = job.getSpec().getTemplate().getSpec();
        assertThat(pod.getNodeSelector()).containsEntry("accelerator", "h100");
        assertThat(pod.getTolerations()).hasSize(1);
        assertThat(pod.getContainers()).hasSize(2);
        assertThat(pod.getContainers().get(0).getImage()).isEqualTo("registry.example/winnow:1.0");
        assertThat(pod.getContainers().get(0).getEnv()).hasSize(1);
        assertThat(pod.getContainers()
                        .get(0)
                        .getSecurityContext()
                        .getCapabilities()
                        .getDrop())
                .containsExactly("ALL");
        cancelled.set(true);
        assertThatThrownBy(() -> running.get(20, TimeUnit.SECONDS)).hasRootCauseInstanceOf(CancellationException.class);
    }

    @Test
    void run_sameOrderTwice_isOneJob() throws Exception {
        CompletableFuture<ModelVersion> first = start(refits());
        created();
        CompletableFuture<ModelVersion> second = start(refits());
        Await.until("two orders", () -> api.seen("POST").size() == 2);

        assertThat(jobs()).hasSize(1);
        tell("done", 100, Optional.of(new ModelVersion(3)));
        finish("Complete", "");
        assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(new ModelVersion(3));
        assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(new ModelVersion(3));
    }

    @Test
    void run_podTellsHowFarItIs_isReported() throws Exception {
        CompletableFuture<ModelVersion> running = start(refits());
        created();
        Await.until("the wait for a pod", () -> !phases.isEmpty());
        tell("refine", 25, Optional.empty());
        Await.until("a quarter", () -> phases.contains("refine 2500/10000"));
        tell("done", 100, Optional.of(new ModelVersion(4)));
        finish("Complete", "");

        assertThat(running.get(20, TimeUnit.SECONDS)).isEqualTo(new ModelVersion(4));
        assertThat(phases.get(0)).startsWith("waiting for a pod");
    }

    @Test
    void run_podThatCannotStart_saysWhyItWaits() throws Exception {
        CompletableFuture<ModelVersion> running = start(refits());
        pod(new ContainerStateBuilder()
                .withNewWaiting()
                .withReason("ImagePullBackOff")
                .withMessage("no such image")
                .endWaiting());

        Await.until("the reason", () -> phases.stream()
                .anyMatch(phase -> phase.contains("ImagePullBackOff, no such image")));
        cancelled.set(true);
        assertThatThrownBy(() -> running.get(20, TimeUnit.SECONDS)).hasRootCauseInstanceOf(CancellationException.class);
    }

    @Test
    void run_podFails_itsLastWordsAreTheError() throws Exception {
        CompletableFuture<ModelVersion> running = start(refits());
        pod(new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(1)
                .withReason("Error")
                .withMessage("station press-1 has 7 pool frames, needs 10\n")
                .endTerminated());
        finish("Failed", "BackoffLimitExceeded");

        assertThatThrownBy(() -> running.get(20, TimeUnit.SECONDS))
                .hasMessageContaining("winnow-refit-abc")
                .hasMessageContaining("station press-1 has 7 pool frames, needs 10");
    }

    @Test
    void run_podRunsOutOfMemory_namesTheKey() throws Exception {
        CompletableFuture<ModelVersion> running = start(refits());
        pod(new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(137)
                .withReason("OOMKilled")
                .endTerminated());
        finish("Failed", "BackoffLimitExceeded");

        assertThatThrownBy(() -> running.get(20, TimeUnit.SECONDS)).hasMessageContaining("refit.kubernetes.memory");
    }

    @Test
    void run_deadlineExceeded_namesTheKey() throws Exception {
        CompletableFuture<ModelVersion> running = start(refits());
        finish("Failed", "DeadlineExceeded");

        assertThatThrownBy(() -> running.get(20, TimeUnit.SECONDS))
                .hasMessageContaining("longer than 7200 s (refit.kubernetes.deadline)");
    }

    @Test
    void run_succeededWithoutAVersion_isAnError() throws Exception {
        CompletableFuture<ModelVersion> running = start(refits());
        finish("Complete", "");

        assertThatThrownBy(() -> running.get(20, TimeUnit.SECONDS))
                .hasMessageContaining("recorded no version")
                .hasMessageContaining("same database");
    }

    @Test
    void run_cancelled_deletesTheJobAndItsPods() throws Exception {
        CompletableFuture<ModelVersion> running = start(refits());
        created();
        cancelled.set(true);

        assertThatThrownBy(() -> running.get(20, TimeUnit.SECONDS)).hasRootCauseInstanceOf(CancellationException.class);
        assertThat(jobs()).isEmpty();
        assertThat(api.seen("DELETE")).singleElement().satisfies(request -> assertThat(request.body())
                .contains("\"propagationPolicy\":\"Background\""));
    }

    @Test
    void run_jobDeletedBySomebody_saysSo() throws Exception {
        CompletableFuture<ModelVersion> running = start(refits());
        created();
        controller.batch().v1().jobs().inNamespace("winnow").delete();

        assertThatThrownBy(() -> running.get(20, TimeUnit.SECONDS)).hasMessageContaining("somebody deleted it");
    }

    @Test
    void run_watchTellsOfAChange_isLookedAtWithoutWaiting() throws Exception {
        api.holdWatches();
        KubernetesRefits.Pace patient =
                new KubernetesRefits.Pace(Duration.ofMillis(20), Duration.ofMinutes(10), Duration.ofMillis(20));
        CompletableFuture<ModelVersion> running = start(refits(patient, Optional.empty()));
        Await.until("a watch", () -> api.watches() == 1);
        tell("done", 100, Optional.of(new ModelVersion(5)));
        finish("Complete", "");
        api.send("{\"type\":\"MODIFIED\",\"object\":{\"kind\":\"Job\"}}");

        assertThat(running.get(20, TimeUnit.SECONDS)).isEqualTo(new ModelVersion(5));
    }

    @Test
    void run_watchLost_beginsAnew() throws Exception {
        api.holdWatches();
        KubernetesRefits.Pace patient =
                new KubernetesRefits.Pace(Duration.ofMillis(20), Duration.ofMinutes(10), Duration.ofMillis(20));
        CompletableFuture<ModelVersion> running = start(refits(patient, Optional.empty()));
        Await.until("a watch", () -> api.watches() == 1);
        api.send(ApiProxy.END);
        Await.until("another watch", () -> api.watches() == 2);
        tell("done", 100, Optional.of(new ModelVersion(5)));
        finish("Complete", "");
        api.send("{\"type\":\"MODIFIED\",\"object\":{\"kind\":\"Job\"}}");

        assertThat(running.get(20, TimeUnit.SECONDS)).isEqualTo(new ModelVersion(5));
    }

    @Test
    void run_watchForbidden_looksNowAndThen() throws Exception {
        api.refuse("WATCH jobs", 403, "jobs.batch is forbidden");
        CompletableFuture<ModelVersion> running = start(refits());
        Await.until("a watch", () -> api.watches() >= 1);
        tell("done", 100, Optional.of(new ModelVersion(5)));
        finish("Complete", "");

        assertThat(running.get(20, TimeUnit.SECONDS)).isEqualTo(new ModelVersion(5));
    }

    @Test
    void run_createForbidden_namesTheRule() throws IOException {
        api.refuse("POST jobs", 403, "jobs.batch is forbidden: User system:serviceaccount:winnow:winnow cannot create");
        KubernetesRefits refits = refits();

        assertThatThrownBy(() -> refits.run(ORDER, progress()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("apiGroups: [\"batch\"], resources: [jobs], verbs: [create]")
                .hasMessageContaining("namespace winnow")
                .hasMessageContaining("system:serviceaccount:winnow:winnow");
        assertThat(api.seen("POST")).as("asked once: repeating changes nothing").hasSize(1);
    }

    @Test
    void run_podsForbidden_stillFailsAndNamesTheRule() throws Exception {
        api.refuse("GET pods", 403, "pods is forbidden");
        CompletableFuture<ModelVersion> running = start(refits());
        finish("Failed", "BackoffLimitExceeded");

        assertThatThrownBy(() -> running.get(20, TimeUnit.SECONDS))
                .hasMessageContaining("apiGroups: [\"\"], resources: [pods], verbs: [list]");
    }

    @Test
    void run_tokenNotAccepted_namesIt() throws IOException {
        api.refuse("POST jobs", 401, "Unauthorized");
        KubernetesRefits refits = refits();

        assertThatThrownBy(() -> refits.run(ORDER, progress()))
                .hasMessageContaining("does not know us")
                .hasMessageContaining("token");
    }

    @Test
    void run_serverUnreachable_saysWhichAfterSomeAttempts() throws IOException {
        KubernetesRefits refits = refits();
        api.goAway();

        assertThatThrownBy(() -> refits.run(ORDER, progress()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(api.uri().toString())
                .hasMessageContaining("cannot be reached");
    }

    @Test
    void run_serverOverloadedAtFirst_isAskedAgain() throws Exception {
        api.refuse("POST jobs", 503, "etcd leader changed");
        KubernetesRefits.Pace patient =
                new KubernetesRefits.Pace(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofSeconds(1));
        CompletableFuture<ModelVersion> running = start(refits(patient, Optional.empty()));
        Await.until("a first attempt", () -> !api.seen("POST").isEmpty());
        api.allow("POST jobs");

        created();
        cancelled.set(true);
        assertThatThrownBy(() -> running.get(20, TimeUnit.SECONDS)).hasRootCauseInstanceOf(CancellationException.class);
    }

    @Test
    void run_serverAwayMeanwhile_isWaitedFor() throws Exception {
        CompletableFuture<ModelVersion> running = start(refits());
        Await.until("a watch", () -> api.watches() >= 1);
        api.goAway();
        tell("refine", 50, Optional.empty());
        Await.until("progress without the server", () -> phases.contains("refine 5000/10000"));
        tell("done", 100, Optional.of(new ModelVersion(6)));
        finish("Complete", "");
        api.comeBack();

        assertThat(running.get(20, TimeUnit.SECONDS)).isEqualTo(new ModelVersion(6));
    }

    @Test
    void running_afterARestart_findsWhatHasNotEnded() throws Exception {
        CompletableFuture<ModelVersion> running = start(refits());
        created();

        assertThat(refits().running()).containsExactly(ORDER);

        tell("done", 100, Optional.of(new ModelVersion(7)));
        finish("Complete", "");
        assertThat(running.get(20, TimeUnit.SECONDS)).isEqualTo(new ModelVersion(7));
        assertThat(refits().running()).isEmpty();
    }

    @Test
    void label_whatKubernetesDoesNotTake_isItsBeginAndAHash() {
        assertThat(JobRecipe.label("press-1")).isEqualTo("press-1");
        assertThat(JobRecipe.label("_plant")).matches("xplant-[0-9a-f]{8}");
        assertThat(JobRecipe.label("x".repeat(64))).hasSizeLessThan(64);
    }

    @Test
    void cluster_outsideOfAPod_saysWhatIsMissing() {
        Cluster.Given nothing =
                new Cluster.Given(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        assertThatThrownBy(() -> Cluster.of(nothing, Map.of(), folder)).hasMessageContaining("refit.kubernetes.uri");
        assertThatThrownBy(() -> Cluster.of(nothing, Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1"), folder))
                .hasMessageContaining("refit.kubernetes.namespace");
    }

    @Test
    void cluster_inAPod_isItsOwn() throws IOException {
        Files.writeString(folder.resolve("namespace"), "winnow\n");
        Files.writeString(folder.resolve("token"), "a-token");
        Cluster.Given nothing =
                new Cluster.Given(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        Cluster here = Cluster.of(
                nothing, Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "6443"), folder);

        assertThat(here.uri()).hasToString("https://[fd00::1]:6443");
        assertThat(here.namespace()).isEqualTo("winnow");
        assertThat(here.token()).contains(folder.resolve("token"));
        assertThat(here.authorities()).isEmpty();
    }
}
