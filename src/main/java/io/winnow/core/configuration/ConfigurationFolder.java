package io.winnow.core.configuration;

import io.winnow.core.inspection.StorageException;

/** The folder that the configuration is read from at each start. */
public interface ConfigurationFolder {
    /** Its files, as far as they are such as a configuration has. */
    ConfigurationFiles read();

    /**
     * Makes its files these. Each file changes as a whole; a process that ends between two leaves a mixture, which writing again
     * mends.
     *
     * @throws StorageException when that cannot be done
     */
    void write(ConfigurationFiles files);

    /** Whether it can be written: a mounted ConfigMap cannot. */
    boolean writable();
}
