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

/**
 * A package that apt fetches from whatever archive this machine is set up for. Nothing of the package is installed or run, and no
 * special rights are needed.
 */
public record DebianPackageSource(String packageName) implements DatasetSource {
    private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(10);
    private static final Duration UNPACK_LIMIT = Duration.ofMinutes(2);

    @Override
    public String description() {
        return "Debian package " + packageName;
    }

    @Override
    public void fetch(List<PinnedFile> wanted, Workplace workplace) throws IOException, InterruptedException {
        Path folder = Files.createDirectory(workplace.output().resolve("package"));
        workplace.progress().progress(description(), 0, ProgressListener.UNKNOWN);
        ExternalCommand.run(
                List.of("apt-get", "download", packageName), folder, folder.resolve("output.txt"), DOWNLOAD_LIMIT);
        Path archive = downloaded(folder);
        Path contents = folder.resolve("contents.tar");
        ExternalCommand.run(List.of("dpkg-deb", "--fsys-tarfile", archive.toString()), folder, contents, UNPACK_LIMIT);
        try (InputStream stream = Files.newInputStream(contents)) {
            TarFiles.extract(stream, wanted, workplace.output());
        }
        long bytes = Files.size(archive);
        workplace.progress().progress(description(), bytes, bytes);
    }

    private Path downloaded(Path folder) throws IOException {
        try (var archives = Files.newDirectoryStream(folder, "*.deb")) {
            for (Path archive : archives) {
                return archive;
            }
        }
        throw new IOException("apt-get download " + packageName + " downloaded no package");
    }
}
