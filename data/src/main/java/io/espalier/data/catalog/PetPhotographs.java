// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.catalog;

import io.espalier.base.EspalierException;
import io.espalier.base.ProgressListener;
import io.espalier.base.internal.FolderLock;
import io.espalier.data.OpenedDataset.Origin;
import io.espalier.data.fetch.DatasetHome;
import io.espalier.data.fetch.Folders;
import io.espalier.data.fetch.PublishedFile;
import io.espalier.data.fetch.PublishedFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The photographs of a {@link PetArchive}, which are unpacked once and stay in the home.
 *
 * @param folder has a training and a test part
 * @param origin which archive they are of, and how many files were left out
 */
record PetPhotographs(Path folder, Origin origin) {
    /** The name of the data set. */
    static final String NAME = "cats-vs-dogs";

    /** The archive, at the address of TensorFlow Datasets 4, and its SHA-256. */
    static final PublishedFile PUBLISHED = new PublishedFile(
            "kagglecatsanddogs_5340.zip",
            URI.create("https://download.microsoft.com/download/3/E/1/3E1C3F21-ECDB-4869-8368-6DEBA77B919F/"
                    + "kagglecatsanddogs_5340.zip"),
            "b7974bd00a84a99921f36ee4403f089853777b5ae8d151c76a86e64900334af9");

    private static final String SUMMARY = "archive.txt";

    /**
     * The published photographs: those that were unpacked before, else those of the archive where Keras or the user put it, else of its address.
     *
     * @throws io.espalier.data.fetch.FileUnavailableException if the archive is nowhere to be had
     * @throws UncheckedIOException if the home cannot be written
     * @throws EspalierException.Interrupted if the thread is interrupted
     */
    static PetPhotographs published(PublishedFile file, Path kerasCache, DatasetHome home, ProgressListener progress) {
        Path folder = home.dataset(NAME);
        PublishedFiles files = new PublishedFiles(kerasCache, folder, progress);
        return unpacked(NAME, folder, file.name(), file.checksum(), () -> files.get(file));
    }

    /** The photographs of an archive of the user's. */
    static PetPhotographs of(Path archive, DatasetHome home) {
        try {
            String sha256 = PublishedFile.sha256(archive);
            boolean isPublished = sha256.equals(PUBLISHED.checksum());
            Path folder = home.dataset(isPublished ? NAME : NAME + "-" + sha256.substring(0, 12));
            return unpacked(archive.toString(), folder, archive.getFileName().toString(), sha256, () -> archive);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Archive {
        Path get();
    }

    private static PetPhotographs unpacked(String name, Path folder, String file, String sha256, Archive archive) {
        Path photographs = folder.resolve("photographs");
        try {
            if (!Files.exists(photographs)) {
                Files.createDirectories(folder);
                Path found = archive.get();
                FolderLock lock = FolderLock.acquire(folder);
                try {
                    if (!Files.exists(photographs)) {
                        unpack(found, folder, photographs);
                    }
                } finally {
                    lock.close();
                }
            }
            List<String> summary = Files.readAllLines(photographs.resolve(SUMMARY));
            String source = "the archive " + file + " (unpacked in " + photographs + "; " + summary.get(0) + ")";
            return new PetPhotographs(photographs, new Origin(name, source, Map.of(file, sha256)));
        } catch (InterruptedException e) {
            throw new EspalierException.Interrupted("unpacking " + file);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot unpack " + file + " to " + folder + " (" + e.getMessage() + "); set " + DatasetHome.VARIABLE
                            + " to a folder with space",
                    e);
        }
    }

    /** The folder has its final name only once all is in it. An archive that was downloaded to the home is deleted then. */
    private static void unpack(Path archive, Path folder, Path photographs) throws IOException {
        Path work = folder.resolve("work");
        try {
            Folders.delete(work);
            PetArchive.Unpacked unpacked = PetArchive.unpack(archive, Files.createDirectory(work));
            String summary = String.format(
                    Locale.US,
                    "%,d photographs, %,d files without a JFIF header left out",
                    unpacked.photographs(),
                    unpacked.leftOut());
            Files.writeString(work.resolve(SUMMARY), summary + "\n");
            Files.move(work, photographs, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Folders.delete(work);
        }
        if (folder.equals(archive.getParent())) {
            Files.delete(archive);
        }
    }
}
