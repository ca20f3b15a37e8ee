package io.winnow.adapter.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which the API server tells of changes of one Job. It only says that there is something to look at: whoever follows a Job
 * looks itself, so that a connection that is lost costs time and nothing else. Used by one thread.
 */
final class JobWatch implements AutoCloseable {
    /** The server ends it then, and a new one begins: a connection that died unnoticed is not waited for longer. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private static final System.Logger LOG = System.getLogger(JobWatch.class.getName());
    private static final int REFUSED_FROM = 400;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What may come. */
    enum News {
        CHANGED,
        ENDED,
        /** There is no watching here: what it says is logged. */
        REFUSED
    }

    private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
    private final CompletableFuture<HttpResponse<Void>> connection;
    private volatile Flow.@Nullable Subscription subscription;

    JobWatch(ApiServer server, String name, String since) throws ApiException {
        this.connection = server.watch(name, since, LONGEST, new Lines());
        connection.whenComplete((answer, failure) -> {
            if (answer != null && answer.statusCode() >= REFUSED_FROM) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Job {0} is looked at now and then instead of watched: {1}",
                        name,
                        server.refusal(ApiServer.Right.WATCH, answer.statusCode(), "")
                                .getMessage());
                news.add(News.REFUSED);
            } else {
                news.add(News.ENDED);
            }
        });
    }

    /** Waits for news. */
    Optional<News> next(Duration atMost) throws InterruptedException {
        return Optional.ofNullable(news.poll(atMost.toNanos(), TimeUnit.NANOSECONDS));
    }

    @Override
    public void close() {
        Flow.Subscription open = subscription;
        if (open != null) {
            open.cancel();
        }
        connection.cancel(true);
    }

    private final class Lines implements Flow.Subscriber<String> {
        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            if (!isError(line)) {
                news.add(News.CHANGED);
            }
        }

        @Override
        public void onError(Throwable failure) {
            // The future says the same.
        }

        @Override
        public void onComplete() {
            // The future says the same.
        }
    }

    /** Such as 410 Gone, after which nothing more comes, or the body of a refusal. */
    private static boolean isError(String line) {
        try {
            JsonNode event = JSON.readTree(line);
            return event.path("object").isMissingNode()
                    || event.path("type").asText().equals("ERROR");
        } catch (JsonProcessingException e) {
            return true;
        }
    }
}
