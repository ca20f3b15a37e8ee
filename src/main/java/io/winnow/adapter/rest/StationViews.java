package io.winnow.adapter.rest;

import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.life.ModelLife;
import io.winnow.core.model.JobRunner;
import io.winnow.core.model.ModelManifest;
import io.winnow.core.model.ModelStore;
import io.winnow.core.model.PollutionEstimates;
import io.winnow.core.review.Opinion;
import io.winnow.core.review.OpinionStore.Said;
import io.winnow.core.review.RefinementTruths;
import io.winnow.core.review.ReviewCandidates;
import io.winnow.core.station.Station;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Puts together what clients see of stations, models and inspections. */
@Singleton
public class StationViews {
    private final JobRunner jobs;
    private final RefinementTruths truths;
    private final ReviewCandidates candidates;
    private final ModelStore models;
    private final ModelLife life;
    private final PollutionEstimates pollution;

    StationViews(
            JobRunner jobs,
            RefinementTruths truths,
            ReviewCandidates candidates,
            ModelStore models,
            ModelLife life,
            PollutionEstimates pollution) {
        this.pollution = pollution;
        this.jobs = jobs;
        this.truths = truths;
        this.candidates = candidates;
        this.models = models;
        this.life = life;
    }

    StationView station(Station station) {
        return StationView.of(
                station,
                station.model().map(this::model),
                jobs.newest(station.id()).map(JobView::of),
                models.candidate(station.id())
                        .map(model -> new StationView.CandidateView(
                                model.version().toString(), model.state().word(), model.reason())),
                life.degraded(station));
    }

    ModelView model(ModelManifest model) {
        return ModelView.of(
                model, truths.of(model), truths.byOperators(model), pollution.find(model.station(), model.version()));
    }

    InspectionView inspection(Inspection inspection) {
        return inspections(List.of(inspection)).get(0);
    }

    /** Many at once, with one question for all that is said of them. */
    List<InspectionView> inspections(List<Inspection> inspections) {
        Map<InspectionId, Opinion> said = candidates
                .said(inspections.stream().map(Inspection::id).toList())
                .stream()
                .collect(Collectors.toMap(Said::inspection, Said::opinion));
        return inspections.stream()
                .map(inspection -> InspectionView.of(inspection, said.getOrDefault(inspection.id(), Opinion.NONE)))
                .toList();
    }
}
