package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.winnow.adapter.storage.SqlModelStore;
import io.winnow.adapter.storage.TestDatabase;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.model.ModelManifest;
import io.winnow.core.model.ModelState;
import io.winnow.core.model.ModelTransition;
import io.winnow.core.model.NewModel;
import io.winnow.testing.Inspections;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsMessageTest {
    private final SqlModelStore models;

    ModelsMessageTest(@TempDir Path folder) throws IOException {
        models = new SqlModelStore(TestDatabase.create(folder), folder.resolve("fitted"), Clock.systemUTC());
    }

    private String message() {
        return ModelsMessage.json(Inspections.STATION, models, Inspections.NOON);
    }

    private void add(ModelState state) throws IOException {
        ModelVersion version = models.nextVersion(Inspections.STATION);
        models.draft(Inspections.STATION, version);
        ModelManifest manifest = new ModelManifest(
                Inspections.STATION,
                version,
                Inspections.NOON,
                "b",
                "r",
                "d",
                "i",
                "sroc",
                0.1,
                7,
                20,
                2,
                1.5,
                1.2,
                "l");
        models.add(
                new NewModel(manifest, List.of(), List.of(), Optional.empty(), Inspections.hash("seal")),
                List.of(new ModelTransition(version, state, "Ada", "because")));
    }

    private static Set<ValidationMessage> violations(String json) throws IOException {
        try (InputStream schema = ModelsMessageTest.class.getResourceAsStream("/schema/models-v1.schema.json")) {
            return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                    .getSchema(schema)
                    .validate(json, InputFormat.JSON);
        }
    }

    @Test
    void json_beforeTheFirstFit_followsTheSchema() throws IOException {
        assertThat(violations(message())).isEmpty();
    }

    @Test
    void json_championAndCandidate_followsTheSchemaAndNamesBothAndTheLastStep() throws IOException {
        add(ModelState.CHAMPION);
        add(ModelState.CANDIDATE);

        String json = message();

        assertThat(violations(json)).isEmpty();
        assertThat(json)
                .contains("\"champion\":{\"version\":\"v1\",\"state\":\"champion\"")
                .contains("\"candidate\":{\"version\":\"v2\"")
                .contains("\"by\":\"Ada\"");
    }

    @Test
    void schema_unknownState_isViolated() throws IOException {
        add(ModelState.CHAMPION);

        assertThat(violations(message().replace("\"state\":\"champion\"", "\"state\":\"king\"")))
                .isNotEmpty();
    }
}
