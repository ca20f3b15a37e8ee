package io.winnow.shipping;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The native libraries that the service brings along for this machine. */
final class NativeLibraries {
    private static final Map<String, List<String>> RESOURCES = Map.of(
            "amd64",
            List.of(
                    "native/linux-x86_64/libwinnow_faiss.so",
                    "nu/pattern/opencv/linux/x86_64/libopencv_java490.so",
                    "ai/onnxruntime/native/linux-x64/libonnxruntime.so",
                    "org/sqlite/native/Linux/x86_64/libsqlitejdbc.so"),
            "aarch64",
            List.of(
                    "native/linux-aarch64/libwinnow_faiss.so",
                    "nu/pattern/opencv/linux/ARMv8/libopencv_java490.so",
                    "ai/onnxruntime/native/linux-aarch64/libonnxruntime.so",
                    "org/sqlite/native/Linux/aarch64/libsqlitejdbc.so"));

    private NativeLibraries() {}

    static List<Path> unpack(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String resource : RESOURCES.getOrDefault(System.getProperty("os.arch"), List.of())) {
            Path file = folder.resolve(String.valueOf(Path.of(resource).getFileName()));
            try (InputStream content = NativeLibraries.class.getClassLoader().getResourceAsStream(resource)) {
                if (content == null) {
                    throw new IOException(resource + " is not on the class path");
                }
                Files.copy(content, file);
            }
            files.add(file);
        }
        return files;
    }
}
