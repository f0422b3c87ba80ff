// SPDX-License-Identifier: Apache-2.0
package io.espalier.consumers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The npm packages of the runtimes for browsers, of exactly the versions in package-lock.json, in a folder under target. */
final class Packages {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final int PATIENCE_MINUTES = 3;

    private final Path folder;
    private final String resources;

    private Packages(Path folder, String resources) {
        this.folder = folder;
        this.resources = resources;
    }

    /** The folder node_modules of the runtimes of .tflite files. Two processes may ask at once. */
    static Path installed() throws IOException, InterruptedException {
        return new Packages(TARGET.resolve("consumers"), "").ready();
    }

    /** That of TensorFlow.js, which needs another version of its core. */
    static Path tensorFlowJs() throws IOException, InterruptedException {
        return new Packages(TARGET.resolve("consumers-tfjs"), "tfjs/").ready();
    }

    private Path ready() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path lockFile = folder.resolve("install.lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assert lock.isValid();
            Path done = folder.resolve("installed.json");
            Path wanted = copy("package-lock.json");
            if (!Files.exists(done) || Files.mismatch(done, wanted) >= 0) {
                copy("package.json");
                install();
                Files.copy(wanted, done, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return folder.resolve("node_modules");
    }

    private void install() throws IOException, InterruptedException {
        Path log = folder.resolve("npm.log");
        Process npm = new ProcessBuilder(
                        List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!npm.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            npm.destroyForcibly();
            throw new IllegalStateException("npm did not end in " + PATIENCE_MINUTES + " minutes; see " + log);
        }
        if (npm.exitValue() != 0) {
            throw new IllegalStateException("npm failed:\n" + Files.readString(log));
        }
    }

    private Path copy(String resource) throws IOException {
        Path target = folder.resolve(resource);
        try (InputStream content = Resources.open(resources + resource)) {
            Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
        }
        return target;
    }
}
