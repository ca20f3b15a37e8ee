package io.winnow.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.winnow.testing.Await;
import io.winnow.testing.WinnowProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A cluster of one machine, this one: fabric8's mock API server keeps the Jobs, and a thread runs what their containers say. */
final class Kubelet implements AutoCloseable {
    static final String NAMESPACE = "winnow";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
    private final NamespacedKubernetesClient client;
    private final Path folder;
    private final Set<String> begun = new HashSet<>();
    private final Thread thread = new Thread(this::run, "kubelet");
    private volatile boolean held;
    private volatile boolean open = true;

    /**
     * A cluster without Jobs.
     *
     * @param folder takes what the containers print
     */
    Kubelet(Path folder) {
        this.folder = folder;
        server.init();
        this.client = server.createClient();
        thread.start();
    }

    URI apiServer() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    /** Begins no more Jobs. */
    void hold() {
        held = true;
    }

    void release() {
        held = false;
    }

    int created() {
        return jobs().size();
    }

    void awaitCreated(int count) {
        Await.until(count + " Jobs", PATIENCE, () -> Optional.of(created()).filter(jobs -> jobs >= count));
    }

    /** Waits until so many Jobs have succeeded; fails the test as soon as one has failed. */
    void awaitSucceeded(int count) {
        Await.until(count + " Jobs that succeeded", PATIENCE, () -> {
            assertThat(ended("Failed"))
                    .as("Jobs that failed; their output is in " + folder)
                    .isZero();
            return Optional.of(ended("Complete")).filter(jobs -> jobs >= count);
        });
    }

    private long ended(String how) {
        return jobs().stream()
                .filter(job -> Optional.ofNullable(job.getStatus()).stream()
                        .flatMap(status -> status.getConditions().stream())
                        .anyMatch(condition -> condition.getType().equals(how)))
                .count();
    }

    private List<Job> jobs() {
        return client.batch().v1().jobs().inNamespace(NAMESPACE).list().getItems();
    }

    private void run() {
        try {
            while (open) {
                for (Job job : held ? List.<Job>of() : jobs()) {
                    if (begun.add(job.getMetadata().getName())) {
                        finish(job, carryOut(job) ? "Complete" : "Failed");
                    }
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean carryOut(Job job) throws IOException, InterruptedException {
        String[] arguments = job.getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getArgs()
                .toArray(String[]::new);
        Path output = folder.resolve(job.getMetadata().getName() + ".log");
        try (WinnowProcess container = WinnowProcess.start(output, arguments)) {
            return container.awaitExit(PATIENCE) == 0;
        }
    }

    private void finish(Job job, String how) {
        Job ended = new JobBuilder(job)
                .withNewStatus()
                .addNewCondition()
                .withType(how)
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build();
        client.batch().v1().jobs().inNamespace(NAMESPACE).resource(ended).update();
    }

    @Override
    public void close() throws InterruptedException {
        open = false;
        thread.interrupt();
        thread.join(PATIENCE.toMillis());
        client.close();
        server.destroy();
    }
}
