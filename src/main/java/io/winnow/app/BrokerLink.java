package io.winnow.app;

import io.winnow.adapter.mqtt.BrokerAccess;
import io.winnow.adapter.mqtt.CommandReply;
import io.winnow.adapter.mqtt.ConnectionState;
import io.winnow.adapter.mqtt.GatewaySettings;
import io.winnow.adapter.mqtt.MqttGateway;
import io.winnow.adapter.mqtt.MqttSettings;
import io.winnow.adapter.mqtt.RefitCommand;
import io.winnow.adapter.mqtt.StationHandler;
import io.winnow.app.config.Configuration;
import io.winnow.app.config.SiteConfiguration;
import io.winnow.app.config.StationConfiguration;
import io.winnow.core.camera.Acknowledgement;
import io.winnow.core.camera.IncomingFrame;
import io.winnow.core.camera.StationAddress;
import io.winnow.core.inspection.CapturedFrame;
import io.winnow.core.inspection.OutgoingEvent;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.StorageException;
import io.winnow.core.model.Job;
import io.winnow.core.model.JobRunner;
import io.winnow.core.model.PlanTooLargeException;
import io.winnow.core.model.PoolTooSmallException;
import io.winnow.core.review.TruthStore;
import io.winnow.core.station.FrameQueue;
import io.winnow.core.station.RefitService;
import io.winnow.core.station.Station;
import io.winnow.core.station.Stations;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Connects stations with the broker: frames go into the queue and are acknowledged once stored, stored events leave, state is kept
 * up to date, refits can be commanded, and truths are taken where the configuration wants them. Thread-safe.
 */
final class BrokerLink implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(BrokerLink.class.getName());

    /** What the link hands things to. */
    record Ports(
            Stations stations,
            FrameQueue queue,
            RefitService refits,
            JobRunner jobs,
            TruthStore truths,
            SystemAudit audit,
            Clock clock) {}

    private final SiteConfiguration.Broker broker;
    private final String site;
    private final Ports ports;
    private final Map<StationId, MqttGateway> gateways = new TreeMap<>();
    private final Map<StationId, String> publishedState = new ConcurrentHashMap<>();
    private final Map<StationId, String> publishedDrift = new ConcurrentHashMap<>();
    private final Map<String, Consumer<CommandReply>> awaited = new ConcurrentHashMap<>();

    private BrokerLink(SiteConfiguration.Broker broker, String site, Ports ports) {
        this.broker = broker;
        this.site = site;
        this.ports = ports;
    }

    /** Starts to connect every station and returns at once. */
    static BrokerLink open(Configuration configuration, SiteConfiguration.Broker broker, Ports ports) {
        BrokerLink link = new BrokerLink(broker, configuration.site().site(), ports);
        configuration.stations().forEach(link::connect);
        return link;
    }

    private void connect(StationConfiguration station) {
        GatewaySettings settings = new GatewaySettings(
                settings(broker),
                station.id(),
                new StationAddress(site, station.line(), station.camera()),
                "winnow-" + site,
                broker.framesInFlight(),
                Optional.empty(),
                station.truth(),
                station.limits().maxBytes());
        StationHandler handler = new StationHandler(
                this::take,
                (command, answer) -> refit(station.id(), command, answer),
                ports.truths()::put,
                why -> ports.stations()
                        .find(station.id())
                        .ifPresent(known -> known.refuseMessage(why.name().toLowerCase(Locale.ROOT))));
        gateways.put(station.id(), MqttGateway.open(settings, handler, ports.clock()));
    }

    /** How the broker of a configuration is reached. */
    static MqttSettings settings(SiteConfiguration.Broker broker) {
        MqttSettings usual = MqttSettings.of(broker.uri());
        return new MqttSettings(
                broker.uri(),
                access(broker),
                broker.keepAlive(),
                usual.connectTimeout(),
                broker.sessionExpiry(),
                usual.shortestBackoff(),
                usual.longestBackoff());
    }

    private static BrokerAccess access(SiteConfiguration.Broker broker) {
        return new BrokerAccess(
                broker.credentials()
                        .map(given -> new BrokerAccess.Credentials(
                                given.username(), () -> given.password().reveal())),
                broker.tls());
    }

    private void take(IncomingFrame incoming, Acknowledgement acknowledgement) {
        CapturedFrame frame = incoming.frame();
        ports.stations().find(frame.station()).ifPresent(station -> incoming.notes()
                .forEach(station::mended));
        incoming.notes()
                .forEach(note ->
                        LOG.log(System.Logger.Level.DEBUG, "frame {0} of {1}: {2}", frame.id(), frame.station(), note));
        try {
            ports.queue().submit(frame).whenComplete((inspection, failure) -> {
                if (failure == null) {
                    acknowledgement.done();
                } else {
                    acknowledgement.notTaken();
                }
            });
        } catch (RejectedExecutionException e) {
            // The broker keeps it and delivers it again after the next start.
            acknowledgement.notTaken();
            LOG.log(System.Logger.Level.DEBUG, "frame {0} came while the service was stopping", frame.id());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while frame %s waited for the queue".formatted(frame.id()), e);
        }
    }

    private void refit(StationId id, RefitCommand command, Consumer<CommandReply> answer) {
        Station station = ports.stations().find(id).orElseThrow();
        try {
            Job job = ports.audit()
                    .change(
                            "mqtt",
                            "refit.start",
                            id,
                            Map.of("command", command.commandId()),
                            () -> start(station, command, answer),
                            Job::id);
            answer.accept(
                    new CommandReply(CommandReply.Status.ACCEPTED, "the refit has started", Optional.of(job.id())));
        } catch (JobRunner.BusyException
                | PoolTooSmallException
                | PlanTooLargeException
                | IllegalArgumentException
                | StorageException e) {
            answer.accept(CommandReply.rejected(String.valueOf(e.getMessage())));
        }
    }

    private Job start(Station station, RefitCommand command, Consumer<CommandReply> answer) {
        Job job = ports.refits().start(station, command.strategy(), command.ratio());
        awaited.put(job.id(), answer);
        return job;
    }

    /** Tells whoever commanded a refit how it ended. */
    void job(Job job) {
        if (job.running()) {
            return;
        }
        Consumer<CommandReply> answer = awaited.remove(job.id());
        if (answer != null) {
            answer.accept(
                    job.state() == Job.State.SUCCEEDED
                            ? new CommandReply(
                                    CommandReply.Status.SUCCEEDED,
                                    "model %s is fitted; the models topic says what becomes of it"
                                            .formatted(job.result()
                                                    .map(Object::toString)
                                                    .orElse("?")),
                                    Optional.of(job.id()))
                            : new CommandReply(
                                    CommandReply.Status.FAILED,
                                    job.error().orElse("the refit was cancelled"),
                                    Optional.of(job.id())));
        }
    }

    /** Sends a stored event; the future completes when the broker has it. */
    CompletableFuture<Void> publish(OutgoingEvent event) {
        MqttGateway gateway = gateways.get(event.station());
        return gateway == null
                ? CompletableFuture.failedFuture(new IllegalArgumentException(
                        "station %s is not configured any more".formatted(event.station())))
                : gateway.publishVerdict(event);
    }

    /** Publishes the state of stations whose state is not what was published last. */
    void refreshStates() {
        for (Station station : ports.stations().all()) {
            String state = station.model().isPresent()
                    ? "inspecting"
                    : station.refusal().isPresent() ? "blocked" : "collecting";
            if (!state.equals(publishedState.put(station.id(), state))) {
                String reason = station.model()
                        .map(model -> "model %s serves".formatted(model.version()))
                        .or(station::refusal)
                        .orElse("the pool is being filled, nothing is judged yet");
                requireGateway(station.id()).publishState(state, reason);
            }
        }
    }

    /** Publishes whether a station drifts, where that is not what was published last; what does not get through comes again. */
    void refreshDrift(StationId station, String json) {
        if (!json.equals(publishedDrift.put(station, json))) {
            requireGateway(station).publishDrift(json).whenComplete((done, failure) -> {
                if (failure != null) {
                    publishedDrift.remove(station, json);
                }
            });
        }
    }

    /** Publishes a station's statistics; those that do not get through are outdated by the next. */
    void publishStats(StationId station, String json) {
        requireGateway(station).publishStats(json).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.log(System.Logger.Level.DEBUG, "statistics of {0} were not published: {1}", station, failure);
            }
        });
    }

    /** Publishes a station's models, retained: champion, candidate and the last step. */
    void publishModels(StationId station, String json) {
        MqttGateway gateway = gateways.get(station);
        if (gateway != null) {
            gateway.publishModels(json).whenComplete((done, failure) -> {
                if (failure != null) {
                    LOG.log(System.Logger.Level.DEBUG, "models of {0} were not published: {1}", station, failure);
                }
            });
        }
    }

    /** How a station is connected. */
    ConnectionState state(StationId station) {
        return requireGateway(station).state();
    }

    private MqttGateway requireGateway(StationId station) {
        MqttGateway gateway = gateways.get(station);
        if (gateway == null) {
            throw new IllegalArgumentException("station %s is not connected".formatted(station));
        }
        return gateway;
    }

    @Override
    public void close() {
        gateways.values().forEach(MqttGateway::close);
    }
}
