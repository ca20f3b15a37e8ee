package io.winnow.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.winnow.core.model.Artefact;
import io.winnow.core.model.ArtefactException;

/** An artefact's manifest is read or refused, nothing else; docs/reliability.md says how to fuzz for longer. */
class ManifestFuzzTest {
    private final JsonArtefactCodec codec = new JsonArtefactCodec();

    @FuzzTest(maxDuration = "5m")
    void manifest_anyBytes_isReadOrRefused(byte[] bytes) {
        try {
            Artefact read = codec.read(bytes);
            assertThat(codec.write(read)).isNotEmpty();
        } catch (ArtefactException e) {
            assertThat(e.getMessage()).contains(Artefact.FILE);
        }
    }
}
