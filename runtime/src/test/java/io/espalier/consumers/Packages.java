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
    private static final Path FOLDER = Path.of("target", "consumers").toAbsolutePath();
    private static final int PATIENCE_MINUTES = 3;

    private Packages() {}

    /** The folder node_modules. Two processes may ask at once. */
    static Path installed() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        Path lockFile = FOLDER.resolve("install.lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assert lock.isValid();
            Path done = FOLDER.resolve("installed.json");
            Path wanted = copy("package-lock.json");
            if (!Files.exists(done) || Files.mismatch(done, wanted) >= 0) {
                copy("package.json");
                install();
                Files.copy(wanted, done, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return FOLDER.resolve("node_modules");
    }

    private static void install() throws IOException, InterruptedException {
        Path log = FOLDER.resolve("npm.log");
        Process npm = new ProcessBuilder(
                        List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"))
                .directory(FOLDER.toFile())
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

    private static Path copy(String resource) throws IOException {
        Path target = FOLDER.resolve(resource);
        try (InputStream content = Resources.open(resource)) {
            Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
        }
        return target;
    }
}
