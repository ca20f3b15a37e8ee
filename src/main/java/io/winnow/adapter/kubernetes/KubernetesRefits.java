package io.winnow.adapter.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.core.Progress;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.model.JobReport;
import io.winnow.core.model.JobReports;
import io.winnow.core.model.RefitExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/**
 * Refits as Jobs of a Kubernetes cluster. The Job is the truth: whoever gives an order that there is a Job for follows that one, and a
 * process that ends leaves its Jobs running. How far a refit is comes from {@link JobReports}. Thread-safe.
 */
public final class KubernetesRefits implements RefitExecutor {
    private static final System.Logger LOG = System.getLogger(KubernetesRefits.class.getName());
    private static final int ALREADY_EXISTS = 409;
    private static final int ATTEMPTS = 5;
    /** Percent are reported in hundredths. */
    private static final int WHOLE = 10_000;

    /**
     * How patient it is.
     *
     * @param tick between looks at the progress, and with it until a cancel takes effect
     * @param look after which a Job is looked at although its watch is silent
     * @param pause before the first repetition of a request; doubles with each
     */
    public record Pace(Duration tick, Duration look, Duration pause) {
        public static final Pace USUAL = new Pace(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(1));
    }

    private final ApiServer server;
    private final JobRecipe recipe;
    private final JobReports reports;
    private final PodWords pods;
    private final Pace pace;

    /** @throws IOException when the certificates of the API server's authorities cannot be used */
    public KubernetesRefits(Cluster cluster, JobRecipe recipe, JobReports reports, Pace pace) throws IOException {
        this.server = new ApiServer(cluster);
        this.recipe = recipe;
        this.reports = reports;
        this.pods = new PodWords(server);
        this.pace = pace;
    }

    @Override
    public boolean here() {
        return false;
    }

    /** {@inheritDoc} A cancel deletes the Job. */
    @Override
    public ModelVersion run(Order order, Progress progress) throws IOException, InterruptedException {
        String name = recipe.name(order);
        create(order, name);
        try {
            JsonNode ended = follow(order, name, progress);
            return result(order, name, ended);
        } catch (CancellationException e) {
            cancel(order, name);
            throw e;
        }
    }

    private void create(Order order, String name) throws IOException, InterruptedException {
        JsonNode job = recipe.job(order);
        try {
            insisting(() -> server.create(job));
            LOG.log(System.Logger.Level.INFO, "station {0}: refit {1} is Job {2}", order.station(), order.job(), name);
        } catch (ApiException e) {
            if (!e.is(ALREADY_EXISTS)) {
                throw e;
            }
            LOG.log(System.Logger.Level.INFO, "station {0}: Job {1} is there already", order.station(), name);
        }
    }

    @FunctionalInterface
    private interface Request<T> {
        T send() throws ApiException, InterruptedException;
    }

    /** Repeats a request after what may pass. */
    private <T> T insisting(Request<T> request) throws ApiException, InterruptedException {
        Duration pause = pace.pause();
        for (int attempt = 1; ; attempt++) {
            try {
                return request.send();
            } catch (ApiException e) {
                if (!e.passing() || attempt == ATTEMPTS) {
                    throw e;
                }
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                pause = pause.multipliedBy(2);
            }
        }
    }

    /** Waits until a Job has ended; while the API server is away, its word is waited for as long as the Job may take. */
    private JsonNode follow(Order order, String name, Progress progress) throws IOException, InterruptedException {
        long giveUp = System.nanoTime() + recipe.deadline().plus(pace.look()).toNanos();
        Optional<ApiException> away = Optional.empty();
        while (true) {
            try {
                JsonNode job = server.find(name)
                        .orElseThrow(() -> new IOException("Job %s is gone: somebody deleted it".formatted(name)));
                away = Optional.empty();
                if (ended(job)) {
                    return job;
                }
                waitForNews(order, name, job, progress);
            } catch (ApiException e) {
                if (!e.passing() || System.nanoTime() - giveUp > 0) {
                    throw e;
                }
                if (away.isEmpty()) {
                    LOG.log(System.Logger.Level.WARNING, "Job {0} cannot be followed: {1}", name, e.getMessage());
                }
                away = Optional.of(e);
                report(order, name, progress, false);
                TimeUnit.NANOSECONDS.sleep(pace.tick().toNanos());
            }
        }
    }

    private void waitForNews(Order order, String name, JsonNode job, Progress progress)
            throws ApiException, InterruptedException {
        String since = job.path("metadata").path("resourceVersion").asText();
        long look = System.nanoTime() + pace.look().toNanos();
        try (JobWatch watch = new JobWatch(server, name, since)) {
            report(order, name, progress, true);
            while (System.nanoTime() - look < 0) {
                Optional<JobWatch.News> news = watch.next(pace.tick());
                report(order, name, progress, false);
                if (news.isPresent() && news.get() != JobWatch.News.REFUSED) {
                    if (news.get() == JobWatch.News.ENDED) {
                        // Not at once: a server that ends every watch must not be asked without pause.
                        TimeUnit.NANOSECONDS.sleep(pace.tick().toNanos());
                    }
                    return;
                }
            }
        }
    }

    /** @param ask whether the cluster is asked why a pod that tells nothing waits */
    private void report(Order order, String name, Progress progress, boolean ask) throws InterruptedException {
        Optional<JobReport> last = reports.find(order.job());
        if (last.isPresent()) {
            progress.advance(last.get().phase(), Math.round(last.get().percent() / 100 * WHOLE), WHOLE);
        } else {
            progress.advance(ask ? pods.waiting(name).orElse("waiting for a pod") : "waiting for a pod", 0, WHOLE);
        }
    }

    private static boolean ended(JsonNode job) {
        return condition(job, "Complete").isPresent()
                || condition(job, "Failed").isPresent();
    }

    private static Optional<JsonNode> condition(JsonNode job, String type) {
        for (JsonNode condition : job.path("status").path("conditions")) {
            if (condition.path("type").asText().equals(type)
                    && condition.path("status").asText().equals("True")) {
                return Optional.of(condition);
            }
        }
        return Optional.empty();
    }

    private ModelVersion result(Order order, String name, JsonNode job) throws IOException, InterruptedException {
        Optional<JsonNode> failed = condition(job, "Failed");
        if (failed.isPresent()) {
            throw new IOException("Job %s failed: %s".formatted(name, why(name, failed.get())));
        }
        return reports.find(order.job())
                .flatMap(JobReport::version)
                .orElseThrow(() -> new IOException(
                        "Job %s succeeded and recorded no version: does its configuration name the same database?"
                                .formatted(name)));
    }

    private String why(String name, JsonNode failed) throws InterruptedException {
        String reason = failed.path("reason").asText();
        if (reason.equals("DeadlineExceeded")) {
            return "it took longer than %s s (refit.kubernetes.deadline)"
                    .formatted(recipe.deadline().toSeconds());
        }
        return pods.last(name).orElseGet(() -> "%s: %s"
                .formatted(reason, failed.path("message").asText("no reason is known")));
    }

    private void cancel(Order order, String name) throws IOException, InterruptedException {
        try {
            insisting(() -> {
                server.delete(name);
                return name;
            });
            LOG.log(System.Logger.Level.INFO, "station {0}: Job {1} is deleted", order.station(), name);
        } catch (ApiException e) {
            throw new ApiException(
                    "Job %s was cancelled and could not be deleted, it goes on: %s".formatted(name, e.getMessage()), e);
        }
    }

    @Override
    public List<Order> running() throws IOException, InterruptedException {
        List<Order> running = new ArrayList<>();
        for (JsonNode job : server.list(recipe.selector()).path("items")) {
            if (!ended(job) && !job.path("metadata").has("deletionTimestamp")) {
                JobRecipe.order(job).ifPresent(running::add);
            }
        }
        return running;
    }
}
