package io.winnow.app;

import io.winnow.adapter.mqtt.BrokerAccess;
import io.winnow.adapter.mqtt.CommandReply;
import io.winnow.adapter.mqtt.ConnectionState;
import io.winnow.adapter.mqtt.Duty;
import io.winnow.adapter.mqtt.GatewaySettings;
import io.winnow.adapter.mqtt.LeftFrames;
import io.winnow.adapter.mqtt.MqttGateway;
import io.winnow.adapter.mqtt.MqttSettings;
import io.winnow.adapter.mqtt.RefitCommand;
import io.winnow.adapter.mqtt.SiteGateway;
import io.winnow.adapter.mqtt.StationHandler;
import io.winnow.app.config.Configuration;
import io.winnow.app.config.SiteConfiguration;
import io.winnow.app.config.StationConfiguration;
import io.winnow.core.camera.Acknowledgement;
import io.winnow.core.camera.IncomingFrame;
import io.winnow.core.camera.StationAddress;
import io.winnow.core.configuration.ConfigurationVersion.Origin;
import io.winnow.core.configuration.RemoteConfiguration;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
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
            RemoteConfiguration configuration,
            Clock clock) {}

    private static final long FORGOTTEN_WITHIN_SECONDS = 10;

    private final SiteConfiguration.Broker broker;
    private final String site;
    private final Ports ports;
    private final Optional<SiteConfiguration.Fleet> fleet;
    private final List<StationConfiguration> stations;
    private final Map<StationId, MqttGateway> gateways = new TreeMap<>();
    private Optional<SiteGateway> siteGateway = Optional.empty();
    private volatile String publishedConfiguration = "";
    /** Who speaks for the stations: the gateways themselves where there is no fleet, others while this one leads, otherwise nobody. */
    private volatile Map<StationId, MqttGateway> speakers = Map.of();

    private final Map<StationId, String> publishedState = new ConcurrentHashMap<>();
    private final Map<StationId, String> publishedDrift = new ConcurrentHashMap<>();
    private final Map<String, Consumer<CommandReply>> awaited = new ConcurrentHashMap<>();

    private BrokerLink(Configuration configuration, SiteConfiguration.Broker broker, Ports ports) {
        this.broker = broker;
        this.site = configuration.site().site();
        this.fleet = configuration.site().fleet();
        this.stations = configuration.stations();
        this.ports = ports;
    }

    /** Starts to connect every station and returns at once. */
    static BrokerLink open(Configuration configuration, SiteConfiguration.Broker broker, Ports ports) {
        BrokerLink link = new BrokerLink(configuration, broker, ports);
        link.stations.forEach(link::connect);
        // The members of a fleet have their files from elsewhere, and each its own.
        if (link.fleet.isEmpty() && ports.configuration().open(Origin.MQTT)) {
            ConfigurationCommands commands = new ConfigurationCommands(ports.configuration(), ports.audit());
            link.siteGateway = Optional.of(
                    SiteGateway.open(settings(broker), link.site, "winnow-" + link.site, commands, ports.clock()));
        }
        return link;
    }

    /** Publishes the version of the configuration where that is not what was published last. */
    void refreshConfiguration(String json) {
        if (!json.equals(publishedConfiguration)) {
            publishedConfiguration = json;
            siteGateway.ifPresent(open -> open.publishConfiguration(json));
        }
    }

    private void connect(StationConfiguration station) {
        GatewaySettings settings =
                fleet.map(given -> member(station, given.member())).orElseGet(() -> alone(station));
        gateways.put(station.id(), MqttGateway.open(settings, handler(station), ports.clock()));
        if (fleet.isEmpty()) {
            speakers = gateways;
        }
    }

    private GatewaySettings alone(StationConfiguration station) {
        return gateway(station, "winnow-" + site, Optional.empty(), Duty.ALL);
    }

    /** Frames are shared by all members of the group; a member's sessions have its name, so that they outlive a restart. */
    private GatewaySettings member(StationConfiguration station, String member) {
        return gateway(
                station,
                "winnow-%s-%s".formatted(site, member),
                fleet.map(SiteConfiguration.Fleet::group),
                Duty.FRAMES);
    }

    /** One name for whoever leads: the broker ends the connection of the one before, and keeps commands for the next. */
    private GatewaySettings speaker(StationConfiguration station, String group) {
        return gateway(station, "winnow-%s-%s-leader".formatted(site, group), Optional.empty(), Duty.SPEAK);
    }

    private GatewaySettings gateway(
            StationConfiguration station, String client, Optional<String> sharedGroup, Duty duty) {
        return new GatewaySettings(
                settings(broker),
                station.id(),
                new StationAddress(site, station.line(), station.camera()),
                client,
                broker.framesInFlight(),
                sharedGroup,
                station.truth(),
                duty,
                station.limits().maxBytes());
    }

    private StationHandler handler(StationConfiguration station) {
        return new StationHandler(
                this::take,
                (command, answer) -> refit(station.id(), command, answer),
                ports.truths()::put,
                why -> ports.stations()
                        .find(station.id())
                        .ifPresent(known -> known.refuseMessage(why.name().toLowerCase(Locale.ROOT))));
    }

    /** In a fleet: begins or ends to speak for all stations. */
    synchronized void speak(boolean now) {
        Map<StationId, MqttGateway> before = speakers;
        if (now == !before.isEmpty() || fleet.isEmpty()) {
            return;
        }
        publishedState.clear();
        publishedDrift.clear();
        Map<StationId, MqttGateway> next = new TreeMap<>();
        if (now) {
            String group = fleet.orElseThrow().group();
            stations.forEach(station ->
                    next.put(station.id(), MqttGateway.open(speaker(station, group), handler(station), ports.clock())));
        }
        speakers = next;
        before.values().forEach(MqttGateway::handOver);
    }

    /**
     * Takes the frames that the broker keeps for a member that is gone, until no more come, and lets the broker forget it.
     *
     * @param stillGone asked before the broker forgets it
     * @return false where it came back, or not everything could be taken
     */
    boolean takeOver(String member, BooleanSupplier stillGone) throws InterruptedException {
        List<LeftFrames> left = new ArrayList<>();
        try {
            stations.forEach(
                    station -> left.add(LeftFrames.open(member(station, member), handler(station), ports.clock())));
            return LeftFramesWait.untilEmpty(left) && stillGone.getAsBoolean() && forgotten(left);
        } finally {
            left.forEach(LeftFrames::close);
        }
    }

    private static boolean forgotten(List<LeftFrames> left) throws InterruptedException {
        try {
            CompletableFuture.allOf(left.stream().map(LeftFrames::forget).toArray(CompletableFuture<?>[]::new))
                    .get(FORGOTTEN_WITHIN_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(System.Logger.Level.DEBUG, "the broker was not told, and is told again", e);
            return false;
        }
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
        if (speakers.isEmpty()) {
            return;
        }
        for (Station station : ports.stations().all()) {
            String state = station.model().isPresent()
                    ? "inspecting"
                    : station.refusal().isPresent() ? "blocked" : "collecting";
            if (!state.equals(publishedState.put(station.id(), state))) {
                String reason = station.model()
                        .map(model -> "model %s serves".formatted(model.version()))
                        .or(station::refusal)
                        .orElse("the pool is being filled, nothing is judged yet");
                speaker(station.id()).ifPresent(gateway -> gateway.publishState(state, reason));
            }
        }
    }

    /** Publishes whether a station drifts, where that is not what was published last; what does not get through comes again. */
    void refreshDrift(StationId station, String json) {
        speaker(station)
                .filter(gateway -> !json.equals(publishedDrift.put(station, json)))
                .ifPresent(gateway -> gateway.publishDrift(json).whenComplete((done, failure) -> {
                    if (failure != null) {
                        publishedDrift.remove(station, json);
                    }
                }));
    }

    /** Publishes a station's statistics; those that do not get through are outdated by the next. */
    void publishStats(StationId station, String json) {
        speaker(station).ifPresent(gateway -> gateway.publishStats(json).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.log(System.Logger.Level.DEBUG, "statistics of {0} were not published: {1}", station, failure);
            }
        }));
    }

    /** Publishes a station's models, retained: champion, candidate and the last step. */
    void publishModels(StationId station, String json) {
        MqttGateway gateway = speakers.get(station);
        if (gateway != null) {
            gateway.publishModels(json).whenComplete((done, failure) -> {
                if (failure != null) {
                    LOG.log(System.Logger.Level.DEBUG, "models of {0} were not published: {1}", station, failure);
                }
            });
        }
    }

    private Optional<MqttGateway> speaker(StationId station) {
        return Optional.ofNullable(speakers.get(station));
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

    /** @param last whether nobody else speaks for the stations from now on */
    void close(boolean last) {
        if (!last) {
            speakers.values().forEach(MqttGateway::handOver);
        }
        close();
    }

    @Override
    public void close() {
        siteGateway.ifPresent(SiteGateway::close);
        if (fleet.isPresent()) {
            speakers.values().forEach(MqttGateway::close);
        }
        gateways.values().forEach(MqttGateway::close);
    }
}
