package io.headrace.cli;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.table.SparkFailures;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.List;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the command {@code headrace}. */
@Command(
        name = "headrace",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Runs tabular models in production on Spark and Delta Lake.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            InitCommand.class,
            DemoCommand.class,
            RunCommand.class,
            JobCommand.class,
            TryCommand.class,
            BackfillCommand.class,
            PlanCommand.class,
            CheckCommand.class,
            SniffCommand.class,
            CompileCommand.class,
            ModelsCommand.class,
            ScoresCommand.class,
            TraceCommand.class,
            WhyChangedCommand.class,
            BisectCommand.class,
            RecallCommand.class,
            ChecksCommand.class,
            ProfilesCommand.class,
            MonitorCommand.class,
            ReportCommand.class,
            ValueCommand.class,
            FairnessCommand.class,
            FeaturesCommand.class,
            QuarantineCommand.class,
            RunsCommand.class,
            ApproveCommand.class,
            AuditCommand.class,
            PrivacyCommand.class,
            EraseCommand.class,
            OutcomeCommand.class,
            SubmitCommand.class,
            PinsCommand.class,
            VacuumCommand.class,
            DoctorCommand.class,
            HelpCommand.class
        })
public final class Main {
    private Main() {}

    /**
     * Runs the command and exits with its code. After success spark-submit is left to end the process: a driver on YARN
     * that exits by itself counts as failed.
     */
    public static void main(String[] arguments) {
        int code = run(arguments);
        if (code != 0 || System.getProperty("spark.submit.deployMode") == null) {
            System.exit(code);
        }
    }

    /** Runs the command and returns its exit code. */
    public static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    static CommandLine commandLine() {
        CommandLine command = new CommandLine(new Main());
        command.registerConverter(LocalDate.class, new DateConverter());
        return command.setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(Main::execute)
                .setExecutionExceptionHandler(Main::report)
                .setParameterExceptionHandler(Main::usage);
    }

    /** A command that does not exist is told as such, also where help is wanted of it. */
    private static int execute(CommandLine.ParseResult parsed) {
        for (CommandLine command : parsed.asCommandLineList()) {
            List<String> unknown = command.getUnmatchedArguments();
            if (!unknown.isEmpty()) {
                throw new CommandLine.UnmatchedArgumentException(command, unknown);
            }
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int usage(CommandLine.ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("headrace: " + problem.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(problem, err)) {
            err.println("  next: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return FailureKind.USER.exitCode();
    }

    private static int report(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        LoggerFactory.getLogger(Main.class).error("command failed", failure);
        HeadraceException known = SparkFailures.known(failure);
        err.println(known.report());
        return known.kind().exitCode();
    }

    /** The version for {@code --version}. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"headrace " + io.headrace.table.Ledger.codeVersion()};
        }
    }
}
