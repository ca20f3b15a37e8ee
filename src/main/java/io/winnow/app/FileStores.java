package io.winnow.app;

import io.winnow.adapter.objects.BucketProbe;
import io.winnow.adapter.objects.LocalCache;
import io.winnow.adapter.objects.ObjectEmbeddingStore;
import io.winnow.adapter.objects.ObjectFrameStore;
import io.winnow.adapter.objects.ObjectModelFiles;
import io.winnow.adapter.objects.ObjectStorage;
import io.winnow.adapter.storage.FileEmbeddingStore;
import io.winnow.adapter.storage.FileFrameStore;
import io.winnow.adapter.storage.ModelFolders;
import io.winnow.app.config.Secret;
import io.winnow.app.config.SiteConfiguration;
import io.winnow.core.inspection.RetainedFrames;
import io.winnow.core.model.ModelFiles;
import io.winnow.core.model.RetainedEmbeddings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where everything lies that is no row of a database: in the data folder, or in object storage with copies in the data folder.
 *
 * @param bucket tries the object storage; empty for the data folder
 */
record FileStores(
        RetainedFrames frames, RetainedEmbeddings embeddings, ModelFiles models, Optional<BucketProbe> bucket) {
    private static final String FRAMES = "frames";
    private static final String EMBEDDINGS = "embeddings";
    private static final String MODELS = "fitted";
    /** Apart from what a service without object storage keeps: copies may be deleted at any time. */
    private static final String COPIES = "copies";

    static FileStores open(SiteConfiguration.Storage storage, Clock clock) throws IOException {
        Path folder = storage.directory();
        Optional<SiteConfiguration.Objects> objects = storage.objects();
        if (objects.isEmpty()) {
            return new FileStores(
                    new FileFrameStore(folder.resolve(FRAMES)),
                    new FileEmbeddingStore(folder.resolve(EMBEDDINGS)),
                    new ModelFolders(folder.resolve(MODELS)),
                    Optional.empty());
        }
        ObjectStorage bucket = bucket(objects.get());
        Path copies = folder.resolve(COPIES);
        LocalCache cache = new LocalCache(objects.get().cache().bytes(), clock);
        return new FileStores(
                new ObjectFrameStore(bucket),
                new ObjectEmbeddingStore(bucket, copies.resolve(EMBEDDINGS), cache),
                new ObjectModelFiles(bucket, new ModelFolders(copies.resolve(MODELS)), cache, clock),
                Optional.of(new BucketProbe(bucket, clock)));
    }

    static ObjectStorage bucket(SiteConfiguration.Objects objects) {
        return ObjectStorage.open(new ObjectStorage.Settings(
                objects.uri(),
                objects.bucket(),
                objects.region(),
                objects.prefix(),
                objects.accessKey().flatMap(access -> objects.secretKey().map(secret -> keys(access, secret))),
                objects.pathStyle(),
                objects.timeout()));
    }

    private static ObjectStorage.Keys keys(Secret access, Secret secret) {
        return new ObjectStorage.Keys(access::reveal, secret::reveal);
    }

    /** Folders below the data folder with files of a service without object storage: with it nobody would find them. */
    static List<Path> leftBehind(SiteConfiguration.Storage storage) throws IOException {
        Stream<Path> folders =
                Stream.of(FRAMES, MODELS).map(storage.directory()::resolve).filter(Files::isDirectory);
        List<Path> left = new ArrayList<>();
        for (Path folder : folders.toList()) {
            try (Stream<Path> all = Files.walk(folder)) {
                if (all.anyMatch(Files::isRegularFile)) {
                    left.add(folder);
                }
            }
        }
        return left;
    }
}
