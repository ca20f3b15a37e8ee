package io.winnow.core.model;

/** Writes and reads the manifest of an artefact. Thread-safe. */
public interface ArtefactCodec {
    /** The bytes of the manifest's file. */
    byte[] write(Artefact artefact);

    /**
     * What the bytes say.
     *
     * @throws ArtefactException when they cannot be read, or are of another format
     */
    Artefact read(byte[] bytes) throws ArtefactException;
}
