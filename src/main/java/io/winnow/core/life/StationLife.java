package io.winnow.core.life;

import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.model.ArtefactException;
import io.winnow.core.model.Artefacts;
import io.winnow.core.model.ModelManifest;
import io.winnow.core.model.ModelRecord;
import io.winnow.core.model.ModelState;
import io.winnow.core.model.ModelStateException;
import io.winnow.core.model.ModelTransition;
import io.winnow.core.model.NewModel;
import io.winnow.core.station.ServingModel;
import io.winnow.core.station.Station;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** One station's models. Every step holds this object's lock, so that they take turns; inspection goes on meanwhile. */
final class StationLife {
    private static final System.Logger LOG = System.getLogger(StationLife.class.getName());
    static final String FIRST = "no model served: there was nothing to compare it with";
    static final String ON_RECORD = "fitted by a refit; labelled frames are being scored";

    private final Station station;
    private final LifeTools tools;
    private final Map<ModelVersion, ModelLife.Checked> checks = new ConcurrentHashMap<>();
    private final Examination examination;
    private final Reports reports;
    private volatile boolean leading = true;

    StationLife(Station station, LifeTools tools) {
        this.station = station;
        this.tools = tools;
        this.examination = new Examination(station, tools);
        this.reports = new Reports(station, tools);
    }

    Optional<ModelLife.Checked> checked(ModelVersion version) {
        return Optional.ofNullable(checks.get(version));
    }

    synchronized void open() {
        station.tap(tools.shadow()::offer);
        Optional<ModelRecord> champion = tools.models().champion(station.id());
        if (champion.isPresent()) {
            openChampion(champion.get());
        }
        if (station.model().isPresent()) {
            tools.models().candidate(station.id()).ifPresent(this::examine);
        }
    }

    private void openChampion(ModelRecord champion) {
        try {
            serve(champion.manifest(), open(champion, "start"));
        } catch (ArtefactException e) {
            refused(e);
            standIn(champion, String.valueOf(e.getMessage()));
        }
    }

    /** The newest kept version that is intact takes the place of a champion that is not. */
    private void standIn(ModelRecord champion, String refusal) {
        for (ModelRecord kept : tools.models().list(station.id())) {
            if (!ModelLife.canRollBack(kept)) {
                continue;
            }
            try {
                Artefacts.Opened opened = open(kept, "start");
                String why = "stands in for %s: %s".formatted(champion.version(), refusal);
                apply(List.of(
                        step(champion.version(), ModelState.RETIRED, ModelLife.AT_START, refusal),
                        step(kept.version(), ModelState.CHAMPION, ModelLife.AT_START, why)));
                serve(kept.manifest(), opened);
                return;
            } catch (ArtefactException e) {
                refused(e);
            }
        }
        station.refuse(refusal);
    }

    synchronized void join() {
        station.tap(tools.shadow()::offer);
    }

    /** Whether this process decides what becomes of candidates and of a champion that is refused; others only follow. */
    void lead(boolean now) {
        leading = now;
    }

    /**
     * Lets what the store says of champion and candidate be so here, whoever made it so.
     *
     * @return false where the champion could not be opened: it is to be tried again
     */
    synchronized boolean follow() {
        Optional<ModelRecord> champion = tools.models().champion(station.id());
        boolean intact = champion.isEmpty() || serves(champion.get()) || openFollowed(champion.get());
        Optional<ModelRecord> candidate = leading ? tools.models().candidate(station.id()) : Optional.empty();
        if (candidate.isEmpty() || !examination.of(candidate.get().version()) || comparesWithAnother()) {
            examination.end();
            if (station.model().isPresent()) {
                candidate.ifPresent(this::examine);
            }
        }
        return intact;
    }

    private boolean serves(ModelRecord champion) {
        return station.model()
                .filter(model -> model.version().equals(champion.version()))
                .isPresent();
    }

    private boolean comparesWithAnother() {
        return !examination.champion().equals(station.model().map(ModelManifest::version));
    }

    /** All of a fleet serve the same: one that cannot open it serves nothing, rather than what was replaced. */
    private boolean openFollowed(ModelRecord champion) {
        try {
            serve(champion.manifest(), open(champion, "promotion elsewhere"));
            return true;
        } catch (ArtefactException e) {
            refused(e);
            if (leading) {
                standIn(champion, String.valueOf(e.getMessage()));
            } else {
                station.refuse(String.valueOf(e.getMessage()));
            }
            return station.model().isPresent();
        }
    }

    static String replacedBy(ModelVersion newer) {
        return "replaced by the newer candidate " + newer;
    }

    synchronized void admit(NewModel model) throws IOException {
        ModelVersion version = model.manifest().version();
        List<ModelTransition> steps = new ArrayList<>();
        tools.models()
                .candidate(station.id())
                .ifPresent(older -> steps.add(
                        step(older.version(), ModelState.DISCARDED, ModelLife.BY_REFIT, replacedBy(version))));
        boolean first = station.model().isEmpty();
        if (first) {
            tools.models()
                    .champion(station.id())
                    .ifPresent(unusable -> steps.add(step(
                            unusable.version(),
                            ModelState.RETIRED,
                            ModelLife.BY_REFIT,
                            station.refusal().orElse("it did not serve"))));
        }
        steps.add(
                first
                        ? step(version, ModelState.CHAMPION, ModelLife.BY_REFIT, FIRST)
                        : step(version, ModelState.CANDIDATE, ModelLife.BY_REFIT, ON_RECORD));
        try {
            tools.models().add(model, steps);
        } catch (IOException | RuntimeException e) {
            tools.models().deleteDraft(station.id(), version);
            throw e;
        }
        tell(steps);
        examination.end();
        ModelRecord recorded = require(version);
        if (first) {
            serve(recorded.manifest(), open(recorded, "refit"));
        } else {
            examine(recorded);
        }
        prune();
    }

    synchronized void take(ModelVersion version) throws ArtefactException {
        ModelRecord recorded = require(version);
        boolean serves = station.model().map(ModelManifest::version).equals(Optional.of(version));
        if (serves || examination.of(version)) {
            return;
        }
        if (recorded.state() == ModelState.CHAMPION) {
            tell(List.of(step(version, ModelState.CHAMPION, ModelLife.BY_REFIT, FIRST)));
            serve(recorded.manifest(), open(recorded, "refit"));
        } else if (recorded.state().open()) {
            tell(List.of(step(version, recorded.state(), ModelLife.BY_REFIT, ON_RECORD)));
            if (station.model().isEmpty()) {
                promote(version, ModelLife.BY_REFIT, FIRST);
            } else {
                examination.end();
                examine(recorded);
            }
        }
        prune();
    }

    synchronized void promote(ModelVersion version, String by, String why) throws ArtefactException {
        ModelRecord candidate = require(version);
        if (!candidate.state().open()) {
            throw new ModelStateException("model %s of station %s is %s; only a candidate can be promoted"
                    .formatted(version, station.id(), candidate.state().word()));
        }
        // Before it is opened a second time, so that memory holds no more than champion and candidate.
        examination.end();
        Artefacts.Opened opened;
        try {
            opened = open(candidate, "promotion");
        } catch (ArtefactException e) {
            refused(e);
            apply(List.of(step(version, ModelState.HELD, by, "not promoted: " + e.getMessage())));
            throw e;
        }
        enthrone(candidate.manifest(), opened, by, why);
        prune();
    }

    synchronized void rollBack(ModelVersion version, String by, String why) throws ArtefactException {
        ModelRecord kept = require(version);
        if (!ModelLife.canRollBack(kept)) {
            throw new ModelStateException(
                    "model %s of station %s is %s%s; only a retired version whose files are kept can"
                                    .formatted(
                                            version,
                                            station.id(),
                                            kept.state().word(),
                                            kept.files() ? "" : " and its files are deleted")
                            + " be rolled back to");
        }
        Artefacts.Opened opened;
        try {
            opened = open(kept, "rollback");
        } catch (ArtefactException e) {
            refused(e);
            throw e;
        }
        enthrone(kept.manifest(), opened, by, why);
        tools.models().candidate(station.id()).ifPresent(candidate -> {
            if (candidate.state() != ModelState.CANDIDATE) {
                apply(List.of(step(
                        candidate.version(),
                        ModelState.CANDIDATE,
                        by,
                        "the champion is %s now: examined anew".formatted(version))));
            }
            examine(candidate);
        });
        prune();
    }

    private void enthrone(ModelManifest next, Artefacts.Opened opened, String by, String why) {
        List<ModelTransition> steps = new ArrayList<>();
        tools.models()
                .champion(station.id())
                .ifPresent(champion -> steps.add(step(
                        champion.version(),
                        ModelState.RETIRED,
                        by,
                        "replaced by %s: %s".formatted(next.version(), why))));
        steps.add(step(next.version(), ModelState.CHAMPION, by, why));
        try {
            apply(steps);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
        serve(next, opened);
    }

    synchronized void hold(ModelVersion version, String by, String why) {
        requireCandidate(version, "held");
        apply(List.of(step(version, ModelState.HELD, by, why)));
    }

    synchronized void discard(ModelVersion version, String by, String why) throws IOException {
        requireCandidate(version, "discarded");
        apply(List.of(step(version, ModelState.DISCARDED, by, why)));
        examination.end();
        tools.models().deleteFiles(station.id(), version);
    }

    private void requireCandidate(ModelVersion version, String what) {
        ModelState state = require(version).state();
        if (!state.open()) {
            throw new ModelStateException("model %s of station %s is %s; only a candidate can be %s"
                    .formatted(version, station.id(), state.word(), what));
        }
    }

    private ModelRecord require(ModelVersion version) {
        return tools.models()
                .find(station.id(), version)
                .orElseThrow(
                        () -> new ModelStateException("station %s has no model %s".formatted(station.id(), version)));
    }

    private void examine(ModelRecord candidate) {
        if (!leading) {
            return;
        }
        try {
            Artefacts.Opened opened = open(candidate, "examination");
            ModelVersion champion = station.model().orElseThrow().version();
            tools.models().compare(station.id(), candidate.version(), champion);
            examination.begin(serving(candidate.manifest(), opened), champion, this::failed);
        } catch (ArtefactException e) {
            refused(e);
            apply(List.of(
                    step(candidate.version(), ModelState.HELD, ModelLife.BY_POLICY, String.valueOf(e.getMessage()))));
        }
    }

    private synchronized void failed(ModelVersion version, RuntimeException failure) {
        boolean still = tools.models()
                .find(station.id(), version)
                .filter(model -> model.state().open())
                .isPresent();
        if (still) {
            examination.end();
            apply(List.of(
                    step(version, ModelState.HELD, ModelLife.BY_POLICY, "it could not score a frame: " + failure)));
        }
    }

    /** Looks whether the examination has come further and acts on it. */
    synchronized void goOn() {
        Optional<ModelRecord> candidate = tools.models().candidate(station.id());
        if (candidate.isEmpty() || !examination.of(candidate.get().version())) {
            return;
        }
        ModelRecord model = candidate.get();
        boolean labelledDone = examination.labelledDone();
        if (model.state() == ModelState.CANDIDATE && labelledDone) {
            apply(List.of(step(
                    model.version(),
                    ModelState.SHADOWING,
                    ModelLife.BY_POLICY,
                    "scores %d live frames beside the champion".formatted(policy().shadowFrames()))));
        } else if (labelledDone && !heldByPerson(model) && examination.readyToDecide(policy().shadowFrames())) {
            examination.champion().ifPresent(champion -> decide(model, champion));
        }
    }

    private void decide(ModelRecord model, ModelVersion champion) {
        PromotionPolicy.Decision decision = report(model, champion).decision();
        try {
            if (decision.promote()) {
                promote(model.version(), ModelLife.BY_POLICY, decision.reason());
                return;
            }
        } catch (ArtefactException e) {
            LOG.log(System.Logger.Level.WARNING, "station {0}: {1}", station.id(), e.getMessage());
            return;
        }
        ModelState next = decision.kind() == PromotionPolicy.Kind.BY_HAND ? ModelState.READY : ModelState.HELD;
        if (model.state() != next || !examination.isKind(decision.kind())) {
            apply(List.of(step(model.version(), next, ModelLife.BY_POLICY, decision.reason())));
        } else {
            tools.models().reword(station.id(), model.version(), decision.reason());
        }
        examination.kind(decision.kind());
    }

    /** What a person held, no policy promotes. */
    private boolean heldByPerson(ModelRecord model) {
        return model.state() == ModelState.HELD
                && tools.models().history(station.id(), 50).stream()
                        .filter(event -> event.version().equals(model.version()))
                        .findFirst()
                        .filter(event -> !event.by().equals(ModelLife.BY_POLICY))
                        .isPresent();
    }

    CandidateReport report(ModelRecord model, ModelVersion champion) {
        return reports.of(model, champion, policy());
    }

    private PromotionPolicy policy() {
        return tools.policies().apply(station.id());
    }

    private Artefacts.Opened open(ModelRecord model, String when) throws ArtefactException {
        Artefacts.Opened opened = tools.artefacts()
                .open(
                        tools.models().folder(station.id(), model.version()),
                        new Artefacts.Owner(
                                station.id(),
                                model.version(),
                                station.recipe(),
                                station.reader().backbone().manifest().sha256(),
                                model.seal(),
                                station.reader()::read,
                                tools.backbones().apply(station)));
        checks.put(model.version(), new ModelLife.Checked(tools.clock().instant(), when, opened.parity()));
        return opened;
    }

    /** Opens a version whose files are kept, for something else than deciding. The caller closes it. */
    Artefacts.Opened look(ModelVersion version, String when) throws ArtefactException {
        ModelRecord model = require(version);
        if (!model.files()) {
            throw new ModelStateException("model %s of station %s is %s and its files are deleted"
                    .formatted(version, station.id(), model.state().word()));
        }
        return open(model, when);
    }

    private void serve(ModelManifest manifest, Artefacts.Opened opened) {
        station.serve(serving(manifest, opened));
    }

    private static ServingModel serving(ModelManifest manifest, Artefacts.Opened opened) {
        return new ServingModel(manifest, opened.detector(), opened.backbone());
    }

    private void refused(ArtefactException e) {
        LOG.log(System.Logger.Level.ERROR, "station {0}: {1}", station.id(), e.getMessage());
        tools.listener().refused(station.id(), String.valueOf(e.getMessage()));
    }

    private static ModelTransition step(ModelVersion version, ModelState to, String by, String why) {
        return new ModelTransition(version, to, by, why.length() <= 2_000 ? why : why.substring(0, 2_000));
    }

    private void apply(List<ModelTransition> steps) {
        tools.models().apply(station.id(), steps);
        tell(steps);
    }

    private void tell(List<ModelTransition> steps) {
        tools.listener().moved(station.id(), steps);
    }

    /** Deletes the files of what was discarded, and of the oldest that retired beyond the limit. */
    private void prune() {
        int retired = 0;
        for (ModelRecord model : tools.models().list(station.id())) {
            boolean goes = model.state() == ModelState.DISCARDED
                    || (model.state() == ModelState.RETIRED && ++retired > policy().keepVersions());
            if (goes && model.files()) {
                try {
                    tools.models().deleteFiles(station.id(), model.version());
                } catch (IOException e) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "station {0}: files of model {1} could not be deleted: {2}",
                            station.id(),
                            model.version(),
                            e.getMessage());
                }
            }
        }
    }
}
