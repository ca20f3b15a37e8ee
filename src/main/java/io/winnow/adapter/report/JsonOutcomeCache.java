package io.winnow.adapter.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.winnow.core.bench.AtomicFiles;
import io.winnow.core.bench.OutcomeCache;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Outcomes as one JSON file each, in folders by the first digits of their keys. */
public final class JsonOutcomeCache implements OutcomeCache {
    private final Path folder;
    private final JsonMapper mapper = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** A cache in a folder, which is made when the first outcome is stored. */
    public JsonOutcomeCache(Path folder) {
        this.folder = folder;
    }

    @Override
    public <T extends Record> Optional<T> find(String key, Class<T> type) throws IOException {
        Path file = file(key, type);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(mapper.readValue(Files.readAllBytes(file), type));
        } catch (JsonProcessingException e) {
            throw new IOException(
                    "%s: is no cached outcome, or damaged; delete it: %s".formatted(file, e.getOriginalMessage()), e);
        }
    }

    @Override
    public void store(String key, Record outcome) throws IOException {
        byte[] json = mapper.writeValueAsBytes(outcome);
        AtomicFiles.write(file(key, outcome.getClass()), ByteBuffer.wrap(json));
    }

    private Path file(String key, Class<?> type) {
        return folder.resolve(key.substring(0, 2)).resolve(key + "." + type.getSimpleName() + ".json");
    }
}
