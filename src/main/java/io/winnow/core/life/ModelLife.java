package io.winnow.core.life;

import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.ArtefactException;
import io.winnow.core.model.Artefacts;
import io.winnow.core.model.ModelRecord;
import io.winnow.core.model.ModelState;
import io.winnow.core.model.ModelStateException;
import io.winnow.core.model.NewModel;
import io.winnow.core.model.ParityReport;
import io.winnow.core.station.RefitService;
import io.winnow.core.station.Station;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lives of all stations' models: takes what refits made, examines candidates, promotes, holds, discards and rolls back, and
 * opens champions at the start. Whatever it lets serve was verified just before. Thread-safe; steps of one station take turns.
 */
public final class ModelLife implements RefitService.Admission {
    /** Who acts where Winnow acts by itself at the start. */
    public static final String AT_START = "winnow, at the start";
    /** Who acts where the station's policy acts. */
    public static final String BY_POLICY = "winnow, by policy";
    /** Who acts where a refit was asked for. */
    public static final String BY_REFIT = "winnow, after a refit";

    /** The last time that an artefact was verified. */
    public record Checked(Instant at, String when, ParityReport parity) {}

    private final LifeTools tools;
    private final Map<StationId, StationLife> lives = new ConcurrentHashMap<>();

    public ModelLife(LifeTools tools) {
        this.tools = tools;
    }

    /** Removes what a killed process left. To be called before stations are opened. */
    public void sweep() throws IOException {
        tools.models().sweep();
    }

    /**
     * Lets a station's champion serve and goes on with its candidate. A champion that is refused is replaced by the newest kept
     * version that is not; where there is none, the station's frames are undecided for that reason.
     */
    public void open(Station station) {
        life(station).open();
    }

    /**
     * In a fleet: lets what the store says of a station's champion and candidate be so here, whoever made it so.
     *
     * @param leading whether this process decides what becomes of candidates, and of a champion that is refused
     * @return false where the champion could not be opened: it is to be tried again
     */
    public boolean follow(Station station, boolean leading) {
        StationLife life = life(station);
        life.lead(leading);
        return life.follow();
    }

    /** In a fleet: prepares a station to follow; nothing serves yet. */
    public void join(Station station) {
        StationLife life = life(station);
        life.lead(false);
        life.join();
    }

    /** {@inheritDoc} It becomes candidate, or champion where no model serves: then there is nothing to compare it with. */
    @Override
    public void admit(Station station, NewModel model) throws IOException {
        life(station).admit(model);
    }

    /**
     * Takes over a version that another process has recorded: a champion serves, a candidate is examined, or made champion where no model
     * serves. Nothing happens where that is done already.
     *
     * @throws ModelStateException when the station has no such version
     * @throws ArtefactException when its artefact is refused
     */
    public void take(Station station, ModelVersion version) throws ArtefactException {
        life(station).take(version);
    }

    /**
     * Makes a candidate the champion, from the next frame on.
     *
     * @throws ModelStateException when it is no candidate
     * @throws ArtefactException when its artefact is refused; the champion stays
     */
    public void promote(Station station, ModelVersion version, String by, String why) throws ArtefactException {
        life(station).promote(version, by, why);
    }

    /**
     * Keeps a candidate from being promoted by policy; a person may still promote it.
     *
     * @throws ModelStateException when it is no candidate
     */
    public void hold(Station station, ModelVersion version, String by, String why) {
        life(station).hold(version, by, why);
    }

    /**
     * Ends a candidate.
     *
     * @throws ModelStateException when it is no candidate
     */
    public void discard(Station station, ModelVersion version, String by, String why) throws IOException {
        life(station).discard(version, by, why);
    }

    /**
     * Makes a retired version the champion again, from the next frame on.
     *
     * @throws ModelStateException when it is not retired or its files are not kept any more
     * @throws ArtefactException when its artefact is refused; the champion stays
     */
    public void rollBack(Station station, ModelVersion version, String by, String why) throws ArtefactException {
        life(station).rollBack(version, by, why);
    }

    /** Lets examinations go on where labels or frames have come; to be called about once a second. */
    public void goOn(Station station) {
        life(station).goOn();
    }

    /** A version against the champion that it is or was compared with; empty where it never was. */
    public Optional<CandidateReport> report(Station station, ModelVersion version) {
        return tools.models().find(station.id(), version).flatMap(model -> model.comparedWith()
                .map(champion -> life(station).report(model, champion)));
    }

    /**
     * Opens a version after verifying it, for something else than deciding. The caller closes the detector.
     *
     * @param when for the record of verifications
     * @throws ModelStateException when the station has no such version or its files are not kept any more
     * @throws ArtefactException when its artefact is refused
     */
    public Artefacts.Opened look(Station station, ModelVersion version, String when) throws ArtefactException {
        return life(station).look(version, when);
    }

    /** The last verification of a version since the start. */
    public Optional<Checked> checked(Station station, ModelVersion version) {
        return life(station).checked(version);
    }

    /**
     * What stands in for a champion that was refused at the start, and why; empty once a person or the policy has chosen another.
     */
    public Optional<String> degraded(Station station) {
        return tools.models()
                .lastPromotion(station.id())
                .filter(event -> event.by().equals(AT_START))
                .map(event -> event.why());
    }

    private StationLife life(Station station) {
        return lives.computeIfAbsent(station.id(), id -> new StationLife(station, tools));
    }

    /** Whether a version can be rolled back to. */
    public static boolean canRollBack(ModelRecord model) {
        return model.state() == ModelState.RETIRED && model.files();
    }
}
