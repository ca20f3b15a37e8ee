package io.winnow.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for services to get up. */
public final class Readiness {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Readiness() {}

    /**
     * Waits until a service is ready and, where it has brokers, subscribed: ready means that it works, with the broker or without,
     * but what a broker gets before the very first subscription it keeps for nobody.
     */
    public static void await(RestClient client, WinnowProcess service) {
        await(client, service::alive, service::output);
    }

    /** The same for a service that something else started, whose output goes to a file. */
    public static void await(RestClient client, Process service, Path output) {
        await(client, service::isAlive, () -> {
            try {
                return Files.readString(output);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void await(RestClient client, BooleanSupplier alive, Supplier<String> output) {
        Await.until("a ready service that is subscribed", PATIENCE, () -> {
            if (!alive.getAsBoolean()) {
                throw new AssertionError("the service ended; its output:\n" + output.get());
            }
            RestClient.Answer answer = client.get("/q/health/ready");
            return answer.status() == 200 && subscribed(answer) ? Optional.of(answer) : Optional.empty();
        });
    }

    private static boolean subscribed(RestClient.Answer answer) throws IOException {
        String broker = answer.json().findPath("broker").asText();
        return broker.equals("connected") || broker.equals("none configured");
    }
}
