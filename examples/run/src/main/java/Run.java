import io.espalier.Predictor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Runs a model on an image. The arguments are the model and a JPEG or PNG file. */
public class Run {
    public static void main(String[] files) throws IOException {
        try (Predictor predictor = Predictor.open(Path.of(files[0]))) {
            System.out.println(Arrays.toString(predictor.predictImage(Files.readAllBytes(Path.of(files[1])))));
        }
    }
}
