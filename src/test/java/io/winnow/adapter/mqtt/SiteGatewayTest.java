package io.winnow.adapter.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.testing.Await;
import io.winnow.testing.ProbeClient;
import io.winnow.testing.ProbeClient.Arrival;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteGatewayTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String COMMANDS = "winnow/ulm/cmd/config";
    private static final String WELL_FORMED =
            "{\"command_id\": \"c-%d\", \"base_version\": 4, \"files\": {\"stations/top.yaml\": \"line: a\"}, \"reason\": \"dark\"}";

    private final Path folder;
    private final BlockingQueue<ConfigurationCommand> commands = new LinkedBlockingQueue<>();

    SiteGatewayTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode json(Arrival arrival) throws Exception {
        return MAPPER.readTree(arrival.message().getPayload());
    }

    private SiteGateway open(MosquittoProcess broker) {
        return SiteGateway.open(
                MqttSettings.of(broker.uri()),
                "ulm",
                "test",
                (command, answer) -> {
                    commands.add(command);
                    answer.accept(new CommandReply(CommandReply.Status.ACCEPTED, "kept", Optional.empty()));
                },
                InstantSource.system());
    }

    /** Published until it is subscribed: what comes before that nobody gets. */
    private static void awaitSubscribed(ProbeClient probe, BlockingQueue<ConfigurationCommand> commands)
            throws Exception {
        int[] asked = {0};
        Await.until("a subscription", () -> {
            try {
                probe.publish(COMMANDS, utf8(WELL_FORMED.formatted(asked[0]++)), false, Map.of());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return !commands.isEmpty();
        });
        commands.clear();
    }

    @Test
    void command_isPassedOnOnceAndAnsweredEachTime() throws Exception {
        try (MosquittoProcess broker = MosquittoProcess.start(folder, true, OptionalInt.empty());
                ProbeClient probe = new ProbeClient(broker.uri(), "winnow/ulm/config");
                SiteGateway gateway = open(broker)) {
            gateway.publishConfiguration("{\"version\": 4}");
            assertThat(json(probe.next()).path("version").asInt()).isEqualTo(4);
            awaitSubscribed(probe, commands);
            try (ProbeClient operator = new ProbeClient(broker.uri(), "winnow/ulm/ack", "winnow/ulm/config")) {
                Arrival retained = operator.next();
                assertThat(retained.topic()).isEqualTo("winnow/ulm/config");
                assertThat(retained.message().isRetained()).isTrue();

                String text =
                        "{\"command_id\": \"mine\", \"base_version\": 4, \"files\": {\"stations/top.yaml\": null}}";
                operator.publish(COMMANDS, utf8(text), false, Map.of());
                operator.publish(COMMANDS, utf8(text), false, Map.of());
                operator.publish(COMMANDS, utf8("{\"command_id\": \"odd\", \"files\": 5}"), false, Map.of());

                for (int i = 0; i < 2; i++) {
                    JsonNode answer = nextTo("mine", operator);
                    assertThat(answer.path("status").asText()).isEqualTo("accepted");
                    assertThat(answer.path("station_id").isNull()).isTrue();
                }
                assertThat(nextTo("odd", operator).path("message").asText()).contains("base_version must be");
            }
            ConfigurationCommand command = Await.next(commands);
            while (!command.commandId().equals("mine")) { // those that waited for the subscription
                command = Await.next(commands);
            }
            assertThat(command.files()).containsEntry("stations/top.yaml", Optional.empty());
            assertThat(commands.stream().filter(other -> other.commandId().equals("mine")))
                    .as("the repeated command was not carried out again")
                    .isEmpty();
        }
    }

    private static JsonNode nextTo(String command, ProbeClient operator) throws Exception {
        JsonNode answer = json(operator.next());
        while (!answer.path("command_id").asText().equals(command)) {
            answer = json(operator.next());
        }
        return answer;
    }

    @Test
    void retainedCommand_isIgnored() throws Exception {
        try (MosquittoProcess broker = MosquittoProcess.start(folder, true, OptionalInt.empty());
                ProbeClient probe = new ProbeClient(broker.uri())) {
            probe.publish(COMMANDS, utf8(WELL_FORMED.formatted(9999)), true, Map.of());
            try (SiteGateway gateway = open(broker)) {
                assertThat(gateway).isNotNull();
                awaitSubscribed(probe, commands);
                probe.publish(COMMANDS, utf8(WELL_FORMED.formatted(5555)), true, Map.of());
                probe.publish(COMMANDS, utf8(WELL_FORMED.formatted(6666)), false, Map.of());

                ConfigurationCommand next = Await.next(commands);
                while (!next.commandId().equals("c-6666")) {
                    assertThat(next.commandId()).isNotIn("c-9999", "c-5555");
                    next = Await.next(commands);
                }
            }
        }
    }

    @Test
    void parse_wellFormed_readsIt() throws Exception {
        ConfigurationCommand command = ConfigurationCommand.parse(utf8(WELL_FORMED.formatted(1)));

        assertThat(command.commandId()).isEqualTo("c-1");
        assertThat(command.baseVersion()).isEqualTo(4);
        assertThat(command.files()).containsEntry("stations/top.yaml", Optional.of("line: a"));
        assertThat(command.reason()).isEqualTo("dark");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"command_id\": 5, \"base_version\": 4, \"files\": {\"a\": \"b\"}}",
                "{\"command_id\": \"c\", \"files\": {\"a\": \"b\"}}",
                "{\"command_id\": \"c\", \"base_version\": \"4\", \"files\": {\"a\": \"b\"}}",
                "{\"command_id\": \"c\", \"base_version\": 1.5, \"files\": {\"a\": \"b\"}}",
                "{\"command_id\": \"c\", \"base_version\": 99999999999999999999, \"files\": {\"a\": \"b\"}}",
                "{\"command_id\": \"c\", \"base_version\": 4}",
                "{\"command_id\": \"c\", \"base_version\": 4, \"files\": {}}",
                "{\"command_id\": \"c\", \"base_version\": 4, \"files\": {\"a\": 5}}",
                "{\"command_id\": \"c\", \"base_version\": 4, \"files\": {\"a\": \"b\"}, \"reason\": 5}",
                "{\"command_id\": \"c\", \"base_version\": 4, \"files\": {\"a\": \"b\"}, \"more\": 5}",
                "{\"command_id\": \"c\", \"base_version\": 4, \"base_version\": 5, \"files\": {\"a\": \"b\"}}"
            })
    void parse_anythingElse_isRefused(String payload) {
        assertThatExceptionOfType(CommandJson.MalformedException.class)
                .isThrownBy(() -> ConfigurationCommand.parse(utf8(payload)));
    }
}
