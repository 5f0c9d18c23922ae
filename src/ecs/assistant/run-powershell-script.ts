import { RunFailure } from './run-command-script.ts';

/**
 * Runs `$stdin` from its third line on as a PowerShell file. The first line is the folder to run in, empty for the
 * user's home. The second is the number of seconds after which the command and all that it started are ended; the exit
 * code is then 124. Standard error goes to standard output. The file is in the user's own temporary folder and is
 * removed at the end.
 */
export const runPowerShellScript = `
$folder, $seconds, $content = $stdin -split "\`n", 3
if ($folder) {
  try { Set-Location -LiteralPath $folder } catch { exit ${RunFailure.noFolder} }
}
$file = [IO.Path]::GetTempPath() + [Guid]::NewGuid() + '.ps1'
try { [IO.File]::WriteAllText($file, $content, [Text.Encoding]::UTF8) } catch { exit ${RunFailure.noFile} }
$run = "powershell -NoProfile -NonInteractive -ExecutionPolicy Bypass -File \`"$file\`" <nul 2>&1"
try {
  $child = Start-Process cmd.exe "/d /c chcp 65001 >nul & $run" -NoNewWindow -PassThru
  $handle = $child.Handle
  if ($child.WaitForExit(1000 * $seconds)) { $code = $child.ExitCode } else {
    $code = 124
    taskkill.exe /t /f /pid $child.Id >$null
  }
} finally {
  Remove-Item -LiteralPath $file
}
exit $code
`;
