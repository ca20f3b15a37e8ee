package io.winnow.core.perf;

import java.util.ArrayList;
import java.util.List;

/** Measures topics one after the other. A topic that cannot be measured says why and costs the others nothing. */
public final class PerfRun {
    /** Hears what comes of each topic at once. */
    public interface Listener {
        void begins(PerfTopic topic);

        void progress(String what);

        void measured(Outcome outcome);

        void measured(PerfReport.Figure figure);

        void noted(String text);
    }

    private final Timer timer;
    private final Listener listener;

    public PerfRun(Timer timer, Listener listener) {
        this.timer = timer;
        this.listener = listener;
    }

    /** Measures all. */
    public PerfReport measure(List<String> machine, List<PerfTopic> topics) {
        List<PerfReport.Topic> measured = new ArrayList<>();
        for (PerfTopic topic : topics) {
            listener.begins(topic);
            Log log = new Log();
            String failure = "";
            try {
                topic.measure(log);
            } catch (PerfException e) {
                failure = String.valueOf(e.getMessage());
                listener.noted("not measured: " + failure);
            }
            measured.add(new PerfReport.Topic(
                    topic.name(), topic.summary(), log.outcomes, log.figures, log.charts, log.notes, failure));
        }
        return new PerfReport(List.copyOf(machine), List.copyOf(measured));
    }

    private final class Log implements PerfLog {
        private final List<Outcome> outcomes = new ArrayList<>();
        private final List<PerfReport.Figure> figures = new ArrayList<>();
        private final List<Chart> charts = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();

        @Override
        public void progress(String what) {
            listener.progress(what);
        }

        @Override
        public Outcome compare(Comparison comparison) {
            listener.progress(comparison.name());
            Outcome outcome = timer.time(comparison);
            outcomes.add(outcome);
            listener.measured(outcome);
            return outcome;
        }

        @Override
        public void figure(String name, double value, String unit) {
            PerfReport.Figure figure = new PerfReport.Figure(name, value, unit);
            figures.add(figure);
            listener.measured(figure);
        }

        @Override
        public void chart(Chart chart) {
            charts.add(chart);
        }

        @Override
        public void note(String text) {
            notes.add(text);
            listener.noted(text);
        }
    }
}
