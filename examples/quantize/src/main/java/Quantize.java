import io.espalier.Espalier;
import io.espalier.lite.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;

/** Makes a float .tflite file smaller. The arguments are that file and the one to write. */
public class Quantize {
    public static void main(String[] files) throws IOException {
        Espalier.quantize(Path.of(files[0]), Recipe.named("dynamic"), Path.of(files[1]));
    }
}
