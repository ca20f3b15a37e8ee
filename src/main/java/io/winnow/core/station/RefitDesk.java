package io.winnow.core.station;

import io.winnow.core.inspection.StationId;
import io.winnow.core.model.Job;
import io.winnow.core.model.RefitProposal;
import io.winnow.core.model.RefitProposal.State;
import io.winnow.core.model.RefitProposals;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** Where refits are proposed and a person accepts or dismisses them; one open proposal for a station at a time. Thread-safe. */
public final class RefitDesk {
    private final RefitProposals proposals;
    private final RefitService refits;
    private final Clock clock;
    private final Consumer<StationId> listener;

    /** @param listener hears when a station's proposals change */
    public RefitDesk(RefitProposals proposals, RefitService refits, Clock clock, Consumer<StationId> listener) {
        this.proposals = proposals;
        this.refits = refits;
        this.clock = clock;
        this.listener = listener;
    }

    /** Proposes a refit, unless one is proposed already. */
    public synchronized void propose(StationId station, String reason) {
        if (open(station).isPresent()) {
            return;
        }
        String id = "proposal-" + Long.toString(clock.millis(), 36) + "-" + station;
        proposals.put(new RefitProposal(
                id, station, reason, clock.instant(), State.OPEN, Optional.empty(), Optional.empty()));
        listener.accept(station);
    }

    /** The proposal that waits for a decision. */
    public Optional<RefitProposal> open(StationId station) {
        return proposals.list(station).stream()
                .filter(proposal -> proposal.state() == State.OPEN)
                .findFirst();
    }

    /** All proposals of a station, newest first. */
    public List<RefitProposal> list(StationId station) {
        return proposals.list(station);
    }

    /** The proposal of that id at a station. */
    public Optional<RefitProposal> find(StationId station, String id) {
        return proposals.find(id).filter(proposal -> proposal.station().equals(station));
    }

    /**
     * Accepts an open proposal: the refit begins with the station's own strategy. Where it cannot begin, the proposal stays open.
     *
     * @throws IllegalStateException when it is not open any more
     */
    public synchronized Job accept(RefitProposal proposal, Station station, String by) {
        requireOpen(proposal);
        Job job = refits.start(station, Optional.empty(), OptionalDouble.empty());
        decide(proposal, State.ACCEPTED, by);
        return job;
    }

    /**
     * Dismisses an open proposal.
     *
     * @throws IllegalStateException when it is not open any more
     */
    public synchronized void dismiss(RefitProposal proposal, String by) {
        requireOpen(proposal);
        decide(proposal, State.DISMISSED, by);
    }

    private void requireOpen(RefitProposal proposal) {
        State now = proposals.find(proposal.id()).map(RefitProposal::state).orElse(State.DISMISSED);
        if (now != State.OPEN) {
            throw new IllegalStateException("proposal %s is %s, must be open"
                    .formatted(proposal.id(), now.name().toLowerCase(Locale.ROOT)));
        }
    }

    private void decide(RefitProposal proposal, State how, String by) {
        proposals.put(proposal.decided(how, by, clock.instant()));
        listener.accept(proposal.station());
    }
}
