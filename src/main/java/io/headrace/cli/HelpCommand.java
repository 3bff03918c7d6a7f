package io.headrace.cli;

import io.headrace.spec.NearestName;
import io.headrace.spec.hocon.JobReaders;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the help of a command, or where a kind of job is described. */
@Command(
        name = "help",
        mixinStandardHelpOptions = true,
        description = "Shows the help of a command, such as: headrace help models card.")
final class HelpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command; by default all are listed.")
    private List<String> words = new ArrayList<>();

    @Override
    public Integer call() {
        if (words.size() == 1 && JobReaders.byWord().containsKey(words.get(0))) {
            kind(words.get(0));
            return 0;
        }
        CommandLine command = spec.parent().commandLine();
        for (String word : words) {
            CommandLine parent = command;
            command = parent.getSubcommands().get(word);
            if (command == null) {
                throw new ParameterException(
                        parent,
                        "there is no command \"" + parent.getCommandSpec().qualifiedName() + " " + word + "\""
                                + NearestName.hint(word, parent.getSubcommands().keySet()));
            }
        }
        command.usage(spec.commandLine().getOut());
        return 0;
    }

    private static void kind(String kind) {
        Screen screen = new Screen();
        screen.line(kind + " is a kind of job, not a command. A file jobs/NAME.conf with kind = " + kind
                + " declares one, and");
        screen.line("  headrace run NAME --date D");
        screen.line("runs it. docs/jobs.md describes all kinds, reference.conf has every key with its default.");
    }
}
