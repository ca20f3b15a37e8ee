package io.winnow.adapter.rest;

import io.winnow.core.inspection.Inspection;
import io.winnow.core.life.ModelLife;
import io.winnow.core.model.JobRunner;
import io.winnow.core.model.ModelManifest;
import io.winnow.core.model.ModelStore;
import io.winnow.core.model.PollutionEstimates;
import io.winnow.core.review.LabelStore;
import io.winnow.core.review.RefinementTruths;
import io.winnow.core.station.Station;
import jakarta.inject.Singleton;

/** Puts together what clients see of stations, models and inspections. */
@Singleton
public class StationViews {
    private final JobRunner jobs;
    private final RefinementTruths truths;
    private final LabelStore labels;
    private final ModelStore models;
    private final ModelLife life;
    private final PollutionEstimates pollution;

    StationViews(
            JobRunner jobs,
            RefinementTruths truths,
            LabelStore labels,
            ModelStore models,
            ModelLife life,
            PollutionEstimates pollution) {
        this.pollution = pollution;
        this.jobs = jobs;
        this.truths = truths;
        this.labels = labels;
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
        return InspectionView.of(inspection, labels.find(inspection.id()));
    }
}
