package io.winnow.core.model;

import io.winnow.core.inspection.StationId;
import java.util.List;
import java.util.Optional;

/** Proposed refits. Thread-safe. */
public interface RefitProposals {
    /** Notes a proposal, or what became of it. */
    void put(RefitProposal proposal);

    Optional<RefitProposal> find(String id);

    /** Those of a station, newest first, at most a hundred. */
    List<RefitProposal> list(StationId station);
}
