package io.winnow.adapter.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.inspection.StationId;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefitCommandTest {
    private static final StationId STATION = new StationId("cam-1");

    private static RefitCommand parse(String json) throws CommandJson.MalformedException {
        return RefitCommand.parse(STATION, json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void parse_everythingGiven_readsIt() throws CommandJson.MalformedException {
        RefitCommand command = parse("{\"command_id\": \"c-1\", \"strategy\": \"sroc\", \"ratio\": 0.15}");

        assertThat(command.commandId()).isEqualTo("c-1");
        assertThat(command.strategy()).contains("sroc");
        assertThat(command.ratio()).hasValue(0.15);
    }

    @Test
    void parse_onlyTheId_leavesTheRestToTheConfiguration() throws CommandJson.MalformedException {
        RefitCommand command = parse("{\"command_id\": \"c-1\", \"ratio\": null}");

        assertThat(command.strategy()).isEmpty();
        assertThat(command.ratio()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "7",
                "null",
                "{}",
                "{\"command_id\": 7}",
                "{\"command_id\": \"a b\"}",
                "{\"command_id\": \"\"}",
                "{\"command_id\": \"x\"} trailing",
                "\u0000"
            })
    void parse_noUsableId_isMalformedWithoutId(String json) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOfSatisfying(CommandJson.MalformedException.class, e -> assertThat(e.commandId())
                        .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"command_id\": \"x\", \"ratio\": 1}", "{\"command_id\": \"x\", \"ratio\": -0.1}",
                "{\"command_id\": \"x\", \"ratio\": \"0.1\"}", "{\"command_id\": \"x\", \"ratio\": 1e999}",
                "{\"command_id\": \"x\", \"strategy\": 1}", "{\"command_id\": \"x\", \"strategy\": \"a b\"}",
                "{\"command_id\": \"x\", \"rate\": 0.1}"
            })
    void parse_idButBadRest_isMalformedWithId(String json) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOfSatisfying(CommandJson.MalformedException.class, e -> assertThat(e.commandId())
                        .isEqualTo("x"));
    }

    @Test
    void parse_overlong_isMalformed() {
        assertThatThrownBy(() -> parse(" ".repeat(20_000)))
                .isInstanceOf(CommandJson.MalformedException.class)
                .hasMessage("command has 20000 bytes, at most 16384 are read");
    }
}
