package io.winnow.core.configuration;

import io.winnow.core.inspection.StorageException;
import java.util.List;
import java.util.Optional;

/** Where versions are kept. Each saving happens as a whole or not at all, whenever the process ends. */
public interface ConfigurationHistory {
    /**
     * The versions that are kept, newest first.
     *
     * @throws StorageException when they cannot be read
     */
    List<ConfigurationVersion> versions();

    /** Keeps a version, in the place of the one with its number. */
    void save(ConfigurationVersion version);

    void delete(ConfigurationVersion version);

    /** Empty before the first start. */
    Optional<ConfigurationState> state();

    void save(ConfigurationState state);
}
